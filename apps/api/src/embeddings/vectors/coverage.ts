import type { Database } from '../../database/database.ts';
import { createPartitionStore, partitionName } from './partition.ts';

export interface Coverage {
  /** Images of products. */
  readonly images: number;
  /** Of those, the ones that have a vector of this version. */
  readonly embedded: number;
  readonly indexed: boolean;
}

/** What a search must know of a version. */
export interface Readiness {
  /** It has a vector at all. */
  readonly embedded: boolean;
  readonly indexed: boolean;
}

/** How far model versions are embedded and indexed. */
export function createCoverageStore(database: Database) {
  const { pool } = database;
  const { indexedVersions } = createPartitionStore(database);

  async function countProductImages(): Promise<number> {
    const { rows } = await pool.query<{ count: string }>(
      'SELECT count(DISTINCT "imageId") AS count FROM "ProductImage"',
    );
    return Number(rows[0]?.count ?? 0);
  }

  async function countVectors(numbers: readonly number[]): Promise<Map<number, number>> {
    if (!(await exists('vectors.embedding'))) return new Map();
    const { rows } = await pool.query<{ number: number; count: string }>(
      `SELECT e."modelVersionNumber" AS number, count(*) AS count FROM vectors.embedding e
       WHERE e."modelVersionNumber" = ANY($1::int[])
         AND EXISTS (SELECT 1 FROM "ProductImage" pi WHERE pi."imageId" = e."imageId")
       GROUP BY 1`,
      [numbers],
    );
    return new Map(rows.map((row) => [row.number, Number(row.count)]));
  }

  async function exists(table: string): Promise<boolean> {
    const { rows } = await pool.query('SELECT 1 WHERE to_regclass($1) IS NOT NULL', [table]);
    return rows.length > 0;
  }

  return {
    /** Coverage of each version, by its number. */
    async coverage(numbers: readonly number[]): Promise<Map<number, Coverage>> {
      const images = await countProductImages();
      const indexed = await indexedVersions();
      const embedded = await countVectors(numbers);
      return new Map(
        numbers.map((number) => [
          number,
          { images, embedded: embedded.get(number) ?? 0, indexed: indexed.has(number) },
        ]),
      );
    },

    /** Cheaper than the coverage. */
    async readiness(number: number): Promise<Readiness> {
      const table = partitionName(number);
      if (!(await exists(table))) return { embedded: false, indexed: false };
      const { rows } = await pool.query<{ embedded: boolean }>(
        `SELECT EXISTS (SELECT 1 FROM ${table}) AS embedded`,
      );
      const indexed = (await indexedVersions()).has(number);
      return { embedded: rows[0]?.embedded ?? false, indexed };
    },
  };
}
