/**
 * The table of vectors: `vectors.embedding`, LIST-partitioned by model version number. It lives in
 * a schema of its own, where Prisma's migration tools do not look. See
 * docs/decisions/one-partition-per-model-version.md.
 */
import type { PoolClient } from 'pg';
import type { Database } from '../../database/database.ts';
import { inTransaction } from '../../database/transaction.ts';
import { indexTypeOf } from './indexType.ts';
import { checkVector, fromVectorText, toVectorText } from './vector.ts';

/** HNSW build parameters: pgvector's m, and twice its default effort, for recall. */
const BUILD = { m: 16, efConstruction: 128 };

/** Serialises the making of the parent table between processes. */
const DDL_LOCK = 7_264_001;

export interface VersionOfVectors {
  readonly number: number;
  readonly dimension: number;
}

export interface StoredVector {
  readonly imageId: string;
  readonly vector: Float32Array;
}

/** Name of a version's partition, safe to put into SQL. */
export function partitionName(number: number): string {
  return `vectors.embedding_v${checkedNumber(number)}`;
}

function indexName(number: number): string {
  return `embedding_v${checkedNumber(number)}_hnsw`;
}

function checkedNumber(number: number): number {
  if (!Number.isSafeInteger(number) || number < 1) throw new RangeError(`version ${number}`);
  return number;
}

/** Makes the version's partition, and the parent table with the first one. Repeatable. */
export async function createPartition(
  database: Database,
  version: VersionOfVectors,
): Promise<void> {
  await inTransaction(database, async (client) => {
    await client.query('SELECT pg_advisory_xact_lock($1)', [DDL_LOCK]);
    await createParent(client, database.vectorType);
    await client.query(`
      CREATE TABLE IF NOT EXISTS ${partitionName(version.number)}
        PARTITION OF vectors.embedding
        (CHECK (vector_dims(vector) = ${checkedNumber(version.dimension)}))
        FOR VALUES IN (${checkedNumber(version.number)})`);
  });
}

async function createParent(client: PoolClient, type: Database['vectorType']): Promise<void> {
  await client.query('CREATE SCHEMA IF NOT EXISTS vectors');
  // The image comes first in the key, so that deleting an image finds its vectors.
  await client.query(`
    CREATE TABLE IF NOT EXISTS vectors.embedding (
      "imageId" uuid NOT NULL REFERENCES "Image" (id) ON DELETE CASCADE,
      "modelVersionNumber" integer NOT NULL,
      vector ${type} NOT NULL,
      PRIMARY KEY ("imageId", "modelVersionNumber")
    ) PARTITION BY LIST ("modelVersionNumber")`);
}

/** Drops a version's vectors and index; others are not touched. */
export async function dropPartition(database: Database, number: number): Promise<void> {
  await database.pool.query(`DROP TABLE IF EXISTS ${partitionName(number)}`);
}

/**
 * Stores vectors; an image that has one of this version already keeps it.
 * @returns how many were new
 * @throws before anything is written: DIMENSION_MISMATCH or BAD_INPUT, see checkVector
 */
export async function insertVectors(
  database: Database,
  version: VersionOfVectors,
  rows: readonly StoredVector[],
): Promise<number> {
  for (const row of rows) checkVector(row.vector, version.dimension);
  const result = await database.pool.query(
    `INSERT INTO ${partitionName(version.number)} ("imageId", "modelVersionNumber", vector)
     SELECT image.id, $3, given.vector::${database.vectorType}
     FROM unnest($1::uuid[], $2::text[]) AS given (id, vector)
     JOIN "Image" image ON image.id = given.id
     ON CONFLICT DO NOTHING`,
    [rows.map((row) => row.imageId), rows.map((row) => toVectorText(row.vector)), version.number],
  );
  return result.rowCount ?? 0;
}

/** The stored vectors of images; those without one are missing from the map. */
export async function vectorsOfImages(
  database: Database,
  version: VersionOfVectors,
  imageIds: readonly string[],
): Promise<Map<string, Float32Array>> {
  const { rows } = await database.pool.query<{ imageId: string; vector: string }>(
    `SELECT "imageId", vector::text AS vector FROM ${partitionName(version.number)}
     WHERE "imageId" = ANY($1::uuid[])`,
    [imageIds],
  );
  return new Map(rows.map((row) => [row.imageId, fromVectorText(row.vector)]));
}

export interface PendingImage {
  readonly id: string;
  readonly sha256: string;
}

/** What images of products that lack a vector of this version look like in SQL. */
function pendingImages(version: VersionOfVectors): string {
  return `"Image" image
     WHERE EXISTS (SELECT 1 FROM "ProductImage" pi WHERE pi."imageId" = image.id)
       AND NOT EXISTS (SELECT 1 FROM ${partitionName(version.number)} e WHERE e."imageId" = image.id)`;
}

/** How many images of products lack a vector of this version. */
export async function countWithoutVector(
  database: Database,
  version: VersionOfVectors,
): Promise<number> {
  const { rows } = await database.pool.query<{ count: string }>(
    `SELECT count(*) AS count FROM ${pendingImages(version)}`,
  );
  return Number(rows[0]?.count ?? 0);
}

/**
 * Images of products that lack a vector of this version, in order of id.
 * @param afterId last id of the page before; undefined for the first
 */
export async function imagesWithoutVector(
  database: Database,
  version: VersionOfVectors,
  afterId: string | undefined,
  limit: number,
): Promise<PendingImage[]> {
  const { rows } = await database.pool.query<PendingImage>(
    `SELECT image.id, image.sha256 FROM ${pendingImages(version)}
       AND image.id > $1::uuid
     ORDER BY image.id LIMIT $2`,
    [afterId ?? '00000000-0000-0000-0000-000000000000', limit],
  );
  return rows;
}

/** Builds the version's HNSW index where it has none, and refreshes the planner's statistics. */
export async function buildIndex(database: Database, version: VersionOfVectors): Promise<void> {
  const type = indexTypeOf(version.dimension, database.vectorType);
  const table = partitionName(version.number);
  if (type !== undefined) {
    // Bulk load first, index after: several times faster than the other way round.
    await database.pool.query(
      `CREATE INDEX IF NOT EXISTS ${indexName(version.number)} ON ${table}
       USING hnsw ((vector::${type.cast}) ${type.operatorClass})
       WITH (m = ${BUILD.m}, ef_construction = ${BUILD.efConstruction})`,
    );
  }
  await database.pool.query(`ANALYZE ${table}`);
}

export interface Coverage {
  /** Images of products. */
  readonly images: number;
  /** Of those, the ones that have a vector of this version. */
  readonly embedded: number;
  readonly indexed: boolean;
}

/** Coverage of each version, by its number. */
export async function coverageOf(
  database: Database,
  numbers: readonly number[],
): Promise<Map<number, Coverage>> {
  const images = await countProductImages(database);
  const indexed = await indexedVersions(database);
  const embedded = await countVectors(database, numbers);
  return new Map(
    numbers.map((number) => [
      number,
      { images, embedded: embedded.get(number) ?? 0, indexed: indexed.has(number) },
    ]),
  );
}

/** Whether a version has any vector, and whether its index stands. */
export async function readinessOf(
  database: Database,
  number: number,
): Promise<{ embedded: boolean; indexed: boolean }> {
  const table = partitionName(number);
  const made = await database.pool.query('SELECT 1 WHERE to_regclass($1) IS NOT NULL', [table]);
  if (made.rows.length === 0) return { embedded: false, indexed: false };
  const { rows } = await database.pool.query<{ embedded: boolean }>(
    `SELECT EXISTS (SELECT 1 FROM ${table}) AS embedded`,
  );
  const indexed = (await indexedVersions(database)).has(number);
  return { embedded: rows[0]?.embedded ?? false, indexed };
}

async function countProductImages(database: Database): Promise<number> {
  const { rows } = await database.pool.query<{ count: string }>(
    'SELECT count(DISTINCT "imageId") AS count FROM "ProductImage"',
  );
  return Number(rows[0]?.count ?? 0);
}

async function countVectors(
  database: Database,
  numbers: readonly number[],
): Promise<Map<number, number>> {
  const { rows: made } = await database.pool.query(
    "SELECT 1 WHERE to_regclass('vectors.embedding') IS NOT NULL",
  );
  if (made.length === 0) return new Map();
  const { rows } = await database.pool.query<{ number: number; count: string }>(
    `SELECT e."modelVersionNumber" AS number, count(*) AS count FROM vectors.embedding e
     WHERE e."modelVersionNumber" = ANY($1::int[])
       AND EXISTS (SELECT 1 FROM "ProductImage" pi WHERE pi."imageId" = e."imageId")
     GROUP BY 1`,
    [numbers],
  );
  return new Map(rows.map((row) => [row.number, Number(row.count)]));
}

/** Numbers of the versions whose HNSW index stands and is valid. */
async function indexedVersions(database: Database): Promise<Set<number>> {
  const { rows } = await database.pool.query<{ name: string }>(
    `SELECT c.relname AS name FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
     JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE n.nspname = 'vectors' AND i.indisvalid AND c.relname LIKE 'embedding\\_v%\\_hnsw'`,
  );
  return new Set(rows.map((row) => Number(row.name.replace(/\D/g, ''))));
}
