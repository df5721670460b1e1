import type { Database } from '../../database/database.ts';
import { createCoverageStore } from './coverage.ts';
import { createPartitionStore, partitionName, type VersionOfVectors } from './partition.ts';
import { createPendingStore } from './pending.ts';
import { checkVector, fromVectorText, toVectorText } from './vector.ts';

export interface StoredVector {
  readonly imageId: string;
  readonly vector: Float32Array;
}

export type VectorsStore = ReturnType<typeof createVectorsStore>;

/** Vectors of images, each of one model version; what compares them is similar/store.ts. */
export function createVectorsStore(database: Database) {
  const { pool, vectorType } = database;
  return {
    ...createPartitionStore(database),
    ...createCoverageStore(database),
    ...createPendingStore(database),

    /**
     * Stores vectors; an image that has one of this version already keeps it.
     * @returns how many were new
     * @throws before anything is written: DIMENSION_MISMATCH or BAD_INPUT, see checkVector
     */
    async insert(version: VersionOfVectors, rows: readonly StoredVector[]): Promise<number> {
      for (const row of rows) checkVector(row.vector, version.dimension);
      const result = await pool.query(
        `INSERT INTO ${partitionName(version.number)} ("imageId", "modelVersionNumber", vector)
         SELECT image.id, $3, given.vector::${vectorType}
         FROM unnest($1::uuid[], $2::text[]) AS given (id, vector)
         JOIN "Image" image ON image.id = given.id
         ON CONFLICT DO NOTHING`,
        [
          rows.map((row) => row.imageId),
          rows.map((row) => toVectorText(row.vector)),
          version.number,
        ],
      );
      return result.rowCount ?? 0;
    },

    /** The stored vectors of images; those without one are missing from the map. */
    async ofImages(
      version: VersionOfVectors,
      imageIds: readonly string[],
    ): Promise<Map<string, Float32Array>> {
      const { rows } = await pool.query<{ imageId: string; vector: string }>(
        `SELECT "imageId", vector::text AS vector FROM ${partitionName(version.number)}
         WHERE "imageId" = ANY($1::uuid[])`,
        [imageIds],
      );
      return new Map(rows.map((row) => [row.imageId, fromVectorText(row.vector)]));
    },
  };
}
