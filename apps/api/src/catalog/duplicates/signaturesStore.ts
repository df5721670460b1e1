import type { Database } from '../../database/database.ts';
import type { Signature } from '../images/signature.ts';

/** Of an image `i`: products show it. */
const IS_SHOWN = `EXISTS (SELECT 1 FROM "ProductImage" pi WHERE pi."imageId" = i.id)`;

const PAGE = 10_000;

export interface HashRow {
  readonly id: string;
  readonly hash: string;
  readonly compared: boolean;
}

export type SignaturesStore = ReturnType<typeof createSignaturesStore>;

/** Signatures of images, see images/signature.ts. */
export function createSignaturesStore({ pool }: Pick<Database, 'pool'>) {
  return {
    /** Hashes of all images that products show, page by page. */
    async *hashPages(): AsyncGenerator<HashRow[]> {
      for (let after: string | null = null; ; ) {
        const { rows }: { rows: HashRow[] } = await pool.query<HashRow>(
          `SELECT i.id, i."perceptualHash" AS hash, i."comparedAt" IS NOT NULL AS compared
           FROM "Image" i WHERE i."perceptualHash" IS NOT NULL AND i.miniature IS NOT NULL
             AND ${IS_SHOWN} AND ($1::uuid IS NULL OR i.id > $1) ORDER BY i.id LIMIT ${PAGE}`,
          [after],
        );
        if (rows.length > 0) yield rows;
        if (rows.length < PAGE) return;
        after = rows.at(-1)?.id ?? null;
      }
    },

    async miniatures(ids: readonly string[]): Promise<Map<string, Uint8Array>> {
      const { rows } = await pool.query<{ id: string; miniature: Uint8Array }>(
        `SELECT id, miniature FROM "Image" WHERE id = ANY($1::uuid[]) AND miniature IS NOT NULL`,
        [ids],
      );
      return new Map(rows.map(({ id, miniature }) => [id, miniature]));
    },

    /** Images stored before signatures were made; those that cannot be read are passed by. */
    async missing(limit: number): Promise<{ id: string; sha256: string }[]> {
      const { rows } = await pool.query<{ id: string; sha256: string }>(
        `SELECT i.id, i.sha256 FROM "Image" i
         WHERE i."comparedAt" IS NULL AND i.miniature IS NULL AND ${IS_SHOWN} LIMIT $1`,
        [limit],
      );
      return rows;
    },

    async write(id: string, { perceptualHash, miniature }: Signature): Promise<void> {
      await pool.query(`UPDATE "Image" SET "perceptualHash" = $2, miniature = $3 WHERE id = $1`, [
        id,
        perceptualHash,
        Buffer.from(miniature),
      ]);
    },
  };
}
