import { createHash } from 'node:crypto';
import { AppError, badInput } from '../errors.ts';
import { decodeCursor, encodeCursor } from '../paging.ts';

/** Deepest rank that paging reaches: beyond it a narrower filter serves better. */
export const MAX_DEPTH = 1_000;

/** Where a page ended. A cursor also pins what was asked and which model answered. */
export interface Position {
  /** Products already given out. */
  readonly rank: number;
  /** Negative inner product of the last one, and its id. */
  readonly distance: number;
  readonly productId: string;
}

export interface Pinned {
  readonly modelNumber: number;
  /** Fingerprint of the query and its filter. */
  readonly query: string;
}

/** A short fingerprint of a query, whatever its shape. */
export function fingerprint(query: unknown): string {
  return createHash('sha256').update(JSON.stringify(query)).digest('base64url').slice(0, 12);
}

export function writeCursor(pinned: Pinned, at: Position): string {
  return encodeCursor([pinned.modelNumber, pinned.query, at.rank, at.distance, at.productId]);
}

/**
 * @throws BAD_INPUT for a foreign cursor, CONFLICT when another model version serves by now,
 *   LIMIT_EXCEEDED when the page would end below MAX_DEPTH
 */
export function readCursor(
  after: string | null | undefined,
  first: number,
  pinned: Pinned,
): Position | undefined {
  const key = decodeCursor(after, 5);
  if (key === undefined) return undefined;
  const [modelNumber, query, rank, distance, productId] = key;
  if (!isRank(rank) || typeof distance !== 'number' || typeof productId !== 'string') {
    throw badInput('after', 'after must be a cursor that similarProducts gave out.');
  }
  if (modelNumber !== pinned.modelNumber) {
    const message = `The cursor is of model version ${modelNumber}, but version ${pinned.modelNumber} answers now, in another order: start again from the first page.`;
    throw new AppError('CONFLICT', message, { field: 'after', modelVersion: pinned.modelNumber });
  }
  if (query !== pinned.query) {
    throw badInput('after', 'after is a cursor of another query: keep the query and filter equal.');
  }
  if (rank + first > MAX_DEPTH) {
    const message = `Results end at rank ${MAX_DEPTH}; narrow the search with filter instead.`;
    throw new AppError('LIMIT_EXCEEDED', message, { field: 'after', max: MAX_DEPTH });
  }
  return { rank, distance, productId };
}

function isRank(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
