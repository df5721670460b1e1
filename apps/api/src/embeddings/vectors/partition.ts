/**
 * The table of vectors: `vectors.embedding`, LIST-partitioned by model version number. It lives in
 * a schema of its own, where Prisma's migration tools do not look. See
 * docs/decisions/one-partition-per-model-version.md.
 */
import type { PoolClient } from 'pg';
import type { Database } from '../../database/database.ts';
import { inTransaction } from '../../database/transaction.ts';
import { indexTypeOf } from './indexType.ts';

/** HNSW build parameters: pgvector's m, and twice its default effort, for recall. */
const BUILD = { m: 16, efConstruction: 128 };

/** Serialises the making of the parent table between processes. */
const DDL_LOCK = 7_264_001;

export interface VersionOfVectors {
  readonly number: number;
  readonly dimension: number;
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

/** Partitions and their indexes, which come and go with model versions. */
export function createPartitionStore(database: Database) {
  return {
    /** Makes the version's partition, and the parent table with the first one. Repeatable. */
    async createPartition(version: VersionOfVectors): Promise<void> {
      await inTransaction(database, async (client) => {
        await client.query('SELECT pg_advisory_xact_lock($1)', [DDL_LOCK]);
        await createParent(client, database.vectorType);
        await client.query(`
          CREATE TABLE IF NOT EXISTS ${partitionName(version.number)}
            PARTITION OF vectors.embedding
            (CHECK (vector_dims(vector) = ${checkedNumber(version.dimension)}))
            FOR VALUES IN (${checkedNumber(version.number)})`);
      });
    },

    /** Drops a version's vectors and index; others are not touched. */
    async dropPartition(number: number): Promise<void> {
      await database.pool.query(`DROP TABLE IF EXISTS ${partitionName(number)}`);
    },

    /** Builds the version's HNSW index where it has none, and refreshes the planner's statistics. */
    async buildIndex(version: VersionOfVectors): Promise<void> {
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
    },

    /** Numbers of the versions whose HNSW index stands and is valid. */
    async indexedVersions(): Promise<Set<number>> {
      const { rows } = await database.pool.query<{ name: string }>(
        `SELECT c.relname AS name FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
         JOIN pg_namespace n ON n.oid = c.relnamespace
         WHERE n.nspname = 'vectors' AND i.indisvalid AND c.relname LIKE 'embedding\\_v%\\_hnsw'`,
      );
      return new Set(rows.map((row) => Number(row.name.replace(/\D/g, ''))));
    },
  };
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
