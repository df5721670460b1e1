/** Ranking SQL: the only place where vectors are compared. */
import type { PoolClient } from 'pg';
import type { Database } from '../database/database.ts';
import { castOf, indexTypeOf } from '../embeddings/vectors/indexType.ts';
import { partitionName, type VersionOfVectors } from '../embeddings/vectors/partition.ts';

/** How far the graph is searched before filters; constant, so that pages agree with each other. */
const EF_SEARCH = 200;

/** Tuples that one iterative scan may visit before it gives up and the exact scan takes over. */
const MAX_SCAN_TUPLES = 40_000;

export interface SearchTarget {
  readonly version: VersionOfVectors;
  readonly stored: Database['vectorType'];
  /** The query vector as text, see toVectorText. */
  readonly vector: string;
  /** The query's own product, which is never among its results. */
  readonly excludeProductId: string | undefined;
  /** The query's own image. */
  readonly excludeImageId: string | undefined;
  /** Condition on "Product" product; its parameters start at $1. */
  readonly filter: { readonly sql: string; readonly params: readonly unknown[] };
}

export interface ImageHit {
  readonly productId: string;
  readonly imageId: string;
  /** Negative inner product, as pgvector's <#> gives it: smaller is nearer. */
  readonly distance: number;
}

/** Parameters after the filter's own. */
function bind(target: SearchTarget) {
  const params: unknown[] = [...target.filter.params];
  const add = (value: unknown): string => `$${params.push(value)}`;
  const product = target.excludeProductId ?? null;
  const image = target.excludeImageId ?? null;
  // What a feed no longer has is marked, kept for its history, and not to be had.
  const where = `(${target.filter.sql || 'TRUE'})
       AND product."vanishedAt" IS NULL
       AND product.id IS DISTINCT FROM ${add(product)}::uuid
       AND e."imageId" IS DISTINCT FROM ${add(image)}::uuid`;
  return { params, add, where };
}

/** Images with their products, joined so that the vectors may come in index order. */
function candidates(target: SearchTarget): string {
  return `${partitionName(target.version.number)} e
     JOIN "ProductImage" pi ON pi."imageId" = e."imageId"
     JOIN "Product" product ON product.id = pi."productId"`;
}

/** How many images the filter leaves, counted up to `limit`. */
export async function countCandidates(
  client: PoolClient,
  target: SearchTarget,
  limit: number,
): Promise<number> {
  const { params, add, where } = bind(target);
  // Without a filter there is nothing to join: every image counts.
  const left =
    target.filter.params.length === 0
      ? `${partitionName(target.version.number)} LIMIT $1`
      : `${candidates(target)} WHERE ${where} LIMIT ${add(limit)}`;
  const { rows } = await client.query<{ count: string }>(
    `SELECT count(*) AS count FROM (SELECT 1 FROM ${left}) AS counted`,
    target.filter.params.length === 0 ? [limit] : params,
  );
  return Number(rows[0]?.count ?? 0);
}

/** Settings of one approximate search; they end with the transaction. */
export async function prepareIndexScan(client: PoolClient): Promise<void> {
  await client.query(
    `SET LOCAL hnsw.iterative_scan = strict_order;
     SET LOCAL hnsw.ef_search = ${EF_SEARCH};
     SET LOCAL hnsw.max_scan_tuples = ${MAX_SCAN_TUPLES};
     SET LOCAL enable_sort = off;
     SET LOCAL enable_material = off;
     SET LOCAL enable_hashjoin = off;
     SET LOCAL enable_mergejoin = off`,
  );
}

/** The statement of nearestByIndex; tests explain it. */
export function indexScanStatement(target: SearchTarget, limit: number) {
  const type = indexTypeOf(target.version.dimension, target.stored);
  if (type === undefined) throw new RangeError(`no index for ${target.version.dimension}`);
  const { params, add, where } = bind(target);
  // The expression must be the index's own, or the planner does not see that it gives the order.
  const distance = `(e.vector::${type.cast}) <#> ${add(target.vector)}::${type.cast}`;
  const text = `SELECT product.id AS "productId", e."imageId", ${distance} AS distance
     FROM ${candidates(target)} WHERE ${where}
     ORDER BY ${distance} LIMIT ${add(limit)}`;
  return { text, values: params };
}

/**
 * Nearest images through the HNSW index, nearest first; fewer than `limit` when the scan ended.
 * Call prepareIndexScan before it in the same transaction.
 */
export async function nearestByIndex(
  client: PoolClient,
  target: SearchTarget,
  limit: number,
): Promise<ImageHit[]> {
  return (await client.query<ImageHit>(indexScanStatement(target, limit))).rows;
}

/** The best image of each product, compared with every candidate; nearest first, then by id. */
export async function nearestExactly(
  client: PoolClient,
  target: SearchTarget,
  limit: number,
): Promise<ImageHit[]> {
  const { params, add, where } = bind(target);
  const type = castOf(target.version.dimension, target.stored);
  // Adding 0 keeps the planner from an index that answers only approximately.
  const distance = `((e.vector::${type} <#> ${add(target.vector)}::${type}) + 0)`;
  const { rows } = await client.query<ImageHit>(
    `SELECT "productId", "imageId", distance FROM (
       SELECT DISTINCT ON (product.id)
         product.id AS "productId", e."imageId", ${distance} AS distance
       FROM ${candidates(target)} WHERE ${where}
       ORDER BY product.id, distance, e."imageId") AS best
     ORDER BY distance, "productId" LIMIT ${add(limit)}`,
    params,
  );
  return rows;
}

/** The image that stands for a product in a query: its first one that has a vector. */
export async function queryImageOf(
  database: Database,
  version: VersionOfVectors,
  productId: string,
): Promise<string | undefined> {
  const { rows } = await database.pool.query<{ imageId: string }>(
    `SELECT pi."imageId" FROM "ProductImage" pi
     JOIN ${partitionName(version.number)} e ON e."imageId" = pi."imageId"
     WHERE pi."productId" = $1 ORDER BY pi.position LIMIT 1`,
    [productId],
  );
  return rows[0]?.imageId;
}

/**
 * Images that have a vector of this version, in an order that the seed alone decides.
 * @returns each with one of its products
 */
export async function drawImages(
  database: Database,
  version: VersionOfVectors,
  seed: number,
  count: number,
): Promise<{ imageId: string; productId: string }[]> {
  const { rows } = await database.pool.query<{ imageId: string; productId: string }>(
    `SELECT drawn."imageId", pi."productId" FROM (
       SELECT e."imageId" FROM ${partitionName(version.number)} e
       WHERE EXISTS (SELECT 1 FROM "ProductImage" own WHERE own."imageId" = e."imageId")
       ORDER BY md5(e."imageId"::text || $1::text), e."imageId" LIMIT $2) AS drawn
     JOIN LATERAL (SELECT "productId" FROM "ProductImage" link
       WHERE link."imageId" = drawn."imageId" ORDER BY "productId" LIMIT 1) AS pi ON TRUE
     ORDER BY md5(drawn."imageId"::text || $1::text), drawn."imageId"`,
    [String(seed), count],
  );
  return rows;
}
