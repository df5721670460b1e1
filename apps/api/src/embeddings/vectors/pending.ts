import type { Database } from '../../database/database.ts';
import { partitionName, type VersionOfVectors } from './partition.ts';

export interface PendingImage {
  readonly id: string;
  readonly sha256: string;
}

/** Images of products that lack a vector of a version. */
export function createPendingStore({ pool }: Pick<Database, 'pool'>) {
  return {
    async countPending(version: VersionOfVectors): Promise<number> {
      const { rows } = await pool.query<{ count: string }>(
        `SELECT count(*) AS count FROM ${pendingImages(version)}`,
      );
      return Number(rows[0]?.count ?? 0);
    },

    /**
     * In order of id.
     * @param afterId last id of the page before; undefined for the first
     */
    async pendingImages(
      version: VersionOfVectors,
      afterId: string | undefined,
      limit: number,
    ): Promise<PendingImage[]> {
      const { rows } = await pool.query<PendingImage>(
        `SELECT image.id, image.sha256 FROM ${pendingImages(version)}
           AND image.id > $1::uuid
         ORDER BY image.id LIMIT $2`,
        [afterId ?? '00000000-0000-0000-0000-000000000000', limit],
      );
      return rows;
    },
  };
}

/** What they look like in SQL. */
function pendingImages(version: VersionOfVectors): string {
  return `"Image" image
     WHERE EXISTS (SELECT 1 FROM "ProductImage" pi WHERE pi."imageId" = image.id)
       AND NOT EXISTS (SELECT 1 FROM ${partitionName(version.number)} e WHERE e."imageId" = image.id)`;
}
