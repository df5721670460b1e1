/** Finds the nearest products of a vector, approximately where that pays and exactly elsewhere. */
import type { PoolClient } from 'pg';
import type { Database } from '../database/database.ts';
import { inTransaction } from '../database/transaction.ts';
import { indexTypeOf } from '../embeddings/vectors/indexType.ts';
import {
  countCandidates,
  type ImageHit,
  nearestByIndex,
  nearestExactly,
  prepareIndexScan,
  type SearchTarget,
} from './store.ts';

/** Up to so many images an exact scan takes a few milliseconds and misses nothing. */
export const EXACT_CANDIDATES = 1_000;

/** Image rows that one index scan may return, however many images the products have. */
const MOST_IMAGE_ROWS = 20_000;

export type SearchMethod = 'hnsw' | 'exact';

export interface SearchResult {
  readonly method: SearchMethod;
  /** One per product, nearest first, at most `count`. */
  readonly hits: readonly ImageHit[];
}

/**
 * The `count` nearest products. Fewer are returned only when the filter leaves fewer: an index
 * scan that comes back short is followed by an exact one.
 */
export function nearestProducts(
  database: Database,
  target: SearchTarget,
  count: number,
  indexed: boolean,
): Promise<SearchResult> {
  return inTransaction(database, async (client) => {
    const usable = indexed && indexTypeOf(target.version.dimension, target.stored) !== undefined;
    if (usable && (await isLarge(client, target))) {
      const hits = await scanIndex(client, target, count);
      if (hits !== undefined) return { method: 'hnsw', hits };
    }
    return { method: 'exact', hits: await nearestExactly(client, target, count) };
  });
}

async function isLarge(client: PoolClient, target: SearchTarget): Promise<boolean> {
  return (await countCandidates(client, target, EXACT_CANDIDATES + 1)) > EXACT_CANDIDATES;
}

/**
 * Products by index, or undefined when the scan gave up before it had enough. Several images of
 * one product may take several rows, so the scan is widened until enough products are among them.
 */
async function scanIndex(
  client: PoolClient,
  target: SearchTarget,
  count: number,
): Promise<ImageHit[] | undefined> {
  await client.query('SAVEPOINT index_scan');
  await prepareIndexScan(client);
  for (let limit = Math.max(50, 2 * count); limit <= MOST_IMAGE_ROWS; limit *= 4) {
    const rows = await nearestByIndex(client, target, limit);
    const hits = bestOfEachProduct(rows);
    if (hits.length >= count) return hits.slice(0, count);
    if (rows.length < limit) break;
  }
  // Takes the settings back, which would slow the exact scan down.
  await client.query('ROLLBACK TO SAVEPOINT index_scan');
  return undefined;
}

function bestOfEachProduct(rows: readonly ImageHit[]): ImageHit[] {
  const best = new Map<string, ImageHit>();
  for (const row of rows) {
    const known = best.get(row.productId);
    if (known === undefined || compareHits(row, known) < 0) best.set(row.productId, row);
  }
  return [...best.values()].sort(compareHits);
}

/** Nearest first; ties by product, then image, so that pages agree. */
export function compareHits(a: ImageHit, b: ImageHit): number {
  return (
    a.distance - b.distance ||
    compareText(a.productId, b.productId) ||
    compareText(a.imageId, b.imageId)
  );
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
