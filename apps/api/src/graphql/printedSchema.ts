import { type GraphQLSchema, lexicographicSortSchema, printSchema } from 'graphql';

/** The schema as text, in an order that does not depend on the order of our files. */
export function printedSchema(schema: GraphQLSchema): string {
  return `${printSchema(lexicographicSortSchema(schema))}\n`;
}
