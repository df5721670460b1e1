/** Pages of rows: sizes, cursors and page info, as Relay's connections have them. */
import { AppError, badInput } from './errors.ts';

/** Most rows that one page may hold. */
export const MAX_PAGE = 100;

export interface PageInfo {
  hasNextPage: boolean;
  hasPreviousPage: boolean;
  startCursor: string | null;
  endCursor: string | null;
}

export interface Edge<Node> {
  cursor: string;
  node: Node;
}

export interface Connection<Node, E extends Edge<Node> = Edge<Node>> {
  edges: E[];
  pageInfo: PageInfo;
}

/**
 * Checks the page size.
 * @throws BAD_INPUT below 1, LIMIT_EXCEEDED above `max`
 */
export function checkFirst(
  first: number | null | undefined,
  fallback: number,
  max = MAX_PAGE,
): number {
  const size = first ?? fallback;
  if (!Number.isInteger(size) || size < 1) {
    throw badInput('first', 'first must be a whole number of at least 1.', { value: size });
  }
  if (size > max) {
    const message = `first may be at most ${max}; ask for the next page with after.`;
    throw new AppError('LIMIT_EXCEEDED', message, { field: 'first', value: size, max });
  }
  return size;
}

/** An opaque cursor holding the sort key of a row. Only JSON values survive the round trip. */
export function encodeCursor(key: readonly unknown[]): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url');
}

/**
 * The sort key in a cursor, or undefined without one.
 * @param size how many parts the key must have
 * @throws BAD_INPUT when it is not a cursor of this field
 */
export function decodeCursor(
  cursor: string | null | undefined,
  size: number,
): unknown[] | undefined {
  if (cursor === null || cursor === undefined) return undefined;
  const key = parseCursor(cursor);
  if (key === undefined || key.length !== size) {
    throw foreignCursor();
  }
  return key;
}

/**
 * The id in a cursor that holds nothing else; undefined without a cursor.
 * @param shape of the ids of the list: anything else did not come from us
 * @throws BAD_INPUT
 */
export function decodeIdCursor(
  cursor: string | null | undefined,
  shape: RegExp,
): string | undefined {
  const [id] = decodeCursor(cursor, 1) ?? [];
  if (id === undefined) return undefined;
  if (typeof id === 'string' && shape.test(id)) return id;
  throw foreignCursor();
}

/** The error for a cursor that no page of this field ended with. */
export function foreignCursor(): AppError {
  return badInput('after', 'after must be a cursor that this field gave out (pageInfo.endCursor).');
}

function parseCursor(cursor: string): unknown[] | undefined {
  try {
    const key: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    return Array.isArray(key) ? key : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Makes a page of rows fetched with one row too many.
 * @param rows at most first + 1 rows in order, after the cursor
 * @param cursorOf the row's cursor, see encodeCursor
 */
export function connectionOf<Row>(
  rows: readonly Row[],
  first: number,
  after: string | null | undefined,
  cursorOf: (row: Row) => string,
): Connection<Row> {
  const edges = rows.slice(0, first).map((node) => ({ node, cursor: cursorOf(node) }));
  return { edges, pageInfo: pageInfoOf(edges, rows.length > first, Boolean(after)) };
}

/** The page of a list without rows. */
export function emptyPage<Row>(): Connection<Row> {
  return { edges: [], pageInfo: pageInfoOf([], false, false) };
}

export function pageInfoOf(
  edges: readonly { cursor: string }[],
  hasNextPage: boolean,
  hasPreviousPage: boolean,
): PageInfo {
  return {
    hasNextPage,
    hasPreviousPage,
    startCursor: edges[0]?.cursor ?? null,
    endCursor: edges.at(-1)?.cursor ?? null,
  };
}

/** Which page of a list: at most `first` rows, after a cursor. */
export interface PageRequest {
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
}
