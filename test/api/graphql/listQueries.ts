/** The list queries of the schema, with every field that a row of theirs leads to. */
import {
  type GraphQLField,
  type GraphQLObjectType,
  getNamedType,
  getNullableType,
  isLeafType,
  isListType,
  isObjectType,
  isRequiredArgument,
} from 'graphql';
import { schema } from '../../../apps/api/src/schema.ts';

type Field = GraphQLField<unknown, unknown>;

const fieldsOf = (type: GraphQLObjectType): Field[] => Object.values(type.getFields());

/** A page of rows: what they are and where one begins and ends. */
const isConnection = (type: GraphQLObjectType) => 'pageInfo' in type.getFields();

/** Names of the fields of Query that answer with rows: lists and connections. */
export function listQueries(): string[] {
  const query = schema.getQueryType();
  const lists = query ? fieldsOf(query).filter(isList) : [];
  return lists.map(({ name }) => name).toSorted();
}

function isList({ type }: Field): boolean {
  const named = getNamedType(type);
  return isListType(getNullableType(type)) || (isObjectType(named) && isConnection(named));
}

/**
 * Everything that can be asked of a list query without arguments, to `depth` objects below a row;
 * what leads back to a type above is left out.
 */
export function everyFieldOf(query: string, depth = 2): string {
  const type = schema.getQueryType()?.getFields()[query]?.type;
  const named = type && getNamedType(type);
  if (!isObjectType(named)) throw new Error(`${query} has no objects`);
  return selection(named, depth, []);
}

function selection(type: GraphQLObjectType, depth: number, above: readonly string[]): string {
  const path = [...above, type.name];
  const fields = fieldsOf(type).flatMap((field) => {
    const named = getNamedType(field.type);
    if (field.args.some(isRequiredArgument)) return [];
    if (isLeafType(named)) return [field.name];
    if (!isObjectType(named) || path.includes(named.name)) return [];
    const wraps = isConnection(type) || isConnection(named);
    if (depth === 0 && !wraps) return [];
    const below = selection(named, wraps ? depth : depth - 1, path);
    return [`${field.name} ${below}`];
  });
  return `{ ${fields.length > 0 ? fields.join(' ') : '__typename'} }`;
}
