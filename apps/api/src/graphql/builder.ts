import SchemaBuilder from '@pothos/core';
import ComplexityPlugin from '@pothos/plugin-complexity';
import RelayPlugin from '@pothos/plugin-relay';
import { type GraphQLNamedType, isObjectType } from 'graphql';
import type { Context } from '../context.ts';
import { badInput } from '../errors.ts';
import { encodeId, parseGlobalId } from '../globalIds.ts';
import { COST_LIMITS, costError, fieldCost } from './limits.ts';
import { DateTimeScalar, JsonScalar } from './scalars.ts';

/** What every type of the schema is written against; fields are non-null unless they say so. */
export interface Schema {
  Context: Context;
  DefaultFieldNullability: false;
  DefaultEdgesNullability: false;
  DefaultNodeNullability: false;
  Scalars: {
    ID: { Input: string; Output: string };
    DateTime: { Input: Date; Output: Date };
    JSON: { Input: unknown; Output: unknown };
  };
}

/**
 * The one schema builder. A stage's graphql.ts exports nothing: importing it registers its types
 * and fields here, and schema.ts imports them all.
 */
export const builder = new SchemaBuilder<Schema>({
  plugins: [RelayPlugin, ComplexityPlugin],
  defaultFieldNullability: false,
  complexity: {
    limit: COST_LIMITS,
    fieldComplexity: fieldCost,
    complexityError: costError,
  },
  relay: {
    encodeGlobalID: encodeId,
    decodeGlobalID: parseGlobalId,
    nodesQueryOptions: false,
    nodeQueryOptions: {
      resolve: (_root, { id }, _context, { schema }, resolveNode) => {
        if (!isNode(schema.getType(id.typename))) {
          throw badInput('id', `${id.typename} is not a type that has ids.`);
        }
        return resolveNode(id);
      },
    },
  },
});

/** Whether `node(id:)` can fetch rows of this type: those that builder.node registered. */
function isNode(type: GraphQLNamedType | undefined): boolean {
  return isObjectType(type) && type.getInterfaces().some(({ name }) => name === 'Node');
}

builder.addScalarType('DateTime', DateTimeScalar);
builder.addScalarType('JSON', JsonScalar);
builder.queryType({});
builder.mutationType({});
builder.subscriptionType({});
