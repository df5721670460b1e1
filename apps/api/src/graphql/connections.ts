import type { ObjectRef } from '@pothos/core';
import type { Connection, Edge } from '../paging.ts';
import { builder, type Schema } from './builder.ts';

type RowRef<Row> = ObjectRef<SchemaTypes, Row>;
type SchemaTypes = PothosSchemaTypes.ExtendDefaultTypes<Schema>;

/**
 * What Pothos takes for a row of a ref is computed from the ref's own type; while Row is open, the
 * compiler cannot see that it is Row.
 */
const asShape = (row: unknown) => row as never;

/**
 * Registers `<name>Connection` and `<name>Edge` over a node type and returns the connection's type.
 * A field of that type resolves to a Connection (see connectionOf), or to a page that is more: its
 * further fields are added to the type (builder.objectFields).
 */
export function connectionType<Row, Page extends Connection<Row> = Connection<Row>>(
  name: string,
  node: RowRef<Row>,
) {
  const edge = builder.objectRef<Edge<Row>>(`${name}Edge`).implement({
    fields: (t) => ({
      cursor: t.exposeString('cursor'),
      node: t.field({ type: node, resolve: (parent) => asShape(parent.node) }),
    }),
  });
  return builder.objectRef<Page>(`${name}Connection`).implement({
    fields: (t) => ({
      edges: t.field({ type: [edge], resolve: (parent) => parent.edges }),
      nodes: t.field({
        type: [node],
        resolve: (parent) => parent.edges.map((each) => asShape(each.node)),
      }),
      pageInfo: t.field({ type: builder.pageInfoRef(), resolve: (parent) => parent.pageInfo }),
    }),
  });
}
