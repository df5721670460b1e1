import type { ImageDuplicate } from '../../../../../prisma/client/client.ts';
import type { DuplicateKind } from '../../../../../prisma/client/enums.ts';
import type { Database } from '../../database/database.ts';

export interface PairWrite {
  readonly imageId: string;
  readonly otherId: string;
  readonly kind: DuplicateKind;
  readonly difference: number;
}

export interface DuplicatesFilter {
  readonly catalogId?: string | undefined;
  readonly kind?: DuplicateKind | undefined;
  readonly dismissed?: boolean | undefined;
}

/**
 * Two products of one catalog, not variants of each other, show the images of a duplicate `d`; the
 * catalog is $1 if that is given.
 */
const CONCERNS_TWO = `EXISTS (
  SELECT 1 FROM "ProductImage" a JOIN "Product" p ON p.id = a."productId"
  JOIN "ProductImage" b ON b."imageId" = d."otherId" JOIN "Product" q ON q.id = b."productId"
  WHERE a."imageId" = d."imageId" AND p.id <> q.id AND p."catalogId" = q."catalogId"
    AND ($1::uuid IS NULL OR p."catalogId" = $1)
    AND (p."groupId" IS NULL OR p."groupId" IS DISTINCT FROM q."groupId"))`;

export type DuplicatesStore = ReturnType<typeof createDuplicatesStore>;

/** Images that seem to show the same. */
export function createDuplicatesStore({ pool }: Pick<Database, 'pool'>) {
  return {
    ...writeDuplicates(pool),

    /** The most alike first. @param after difference and id of the last row of the page before */
    async after(
      { catalogId, kind, dismissed = false }: DuplicatesFilter,
      after: readonly [difference: number, id: string] | undefined,
      limit: number,
    ): Promise<ImageDuplicate[]> {
      const { rows } = await pool.query<ImageDuplicate>(
        `SELECT d.id, d."imageId", d."otherId", d.kind, d.difference, d."dismissedAt", d."createdAt"
         FROM "ImageDuplicate" d
         WHERE (d."dismissedAt" IS NOT NULL) = $2 AND ($3::"DuplicateKind" IS NULL OR d.kind = $3)
           AND ($4::float8 IS NULL OR (d.difference, d.id) > ($4, $5::bigint)) AND ${CONCERNS_TWO}
         ORDER BY d.difference, d.id LIMIT $6`,
        [catalogId ?? null, dismissed, kind ?? null, after?.[0] ?? null, after?.[1] ?? null, limit],
      );
      return rows;
    },

    /** How many wait to be looked at, by kind; kinds without any are missing. */
    async count(catalogId: string | undefined): Promise<{ kind: DuplicateKind; count: number }[]> {
      const { rows } = await pool.query<{ kind: DuplicateKind; count: string }>(
        `SELECT d.kind, count(*) AS count FROM "ImageDuplicate" d
         WHERE d."dismissedAt" IS NULL AND ${CONCERNS_TWO} GROUP BY d.kind ORDER BY d.kind`,
        [catalogId ?? null],
      );
      return rows.map(({ kind, count }) => ({ kind, count: Number(count) }));
    },
  };
}

function writeDuplicates(pool: Database['pool']) {
  return {
    /** @returns null when there is none with this id */
    async dismiss(id: string, dismissed: boolean): Promise<ImageDuplicate | null> {
      const { rows } = await pool.query<ImageDuplicate>(
        `UPDATE "ImageDuplicate" SET "dismissedAt" = CASE WHEN $2 THEN now() END WHERE id = $1
         RETURNING id, "imageId", "otherId", kind, difference, "dismissedAt", "createdAt"`,
        [id, dismissed],
      );
      return rows[0] ?? null;
    },

    /** Links images that several products show; variants of one are expected to share theirs. */
    async linkShared(): Promise<void> {
      await pool.query(
        `INSERT INTO "ImageDuplicate" ("imageId", "otherId", kind, difference)
         SELECT DISTINCT pi."imageId", pi."imageId", 'SAME_FILE'::"DuplicateKind", 0
         FROM "ProductImage" pi JOIN "Product" p ON p.id = pi."productId"
         GROUP BY pi."imageId", p."catalogId"
         HAVING count(DISTINCT coalesce(p."groupId", p.id::text)) > 1
         ON CONFLICT ("imageId", "otherId") DO NOTHING`,
      );
    },

    /** Links pairs, and notes that these images have been compared, both or neither. */
    async linkPairs(pairs: readonly PairWrite[], comparedIds: readonly string[]): Promise<void> {
      // A pair that a person dismissed is there already, and stays as it is.
      await pool.query(
        `WITH linked AS (
           INSERT INTO "ImageDuplicate" ("imageId", "otherId", kind, difference)
           SELECT a.id, b.id, r.kind, r.difference
           FROM jsonb_to_recordset($1::jsonb) AS r("imageId" uuid, "otherId" uuid,
             kind "DuplicateKind", difference float8)
           JOIN "Image" a ON a.id = r."imageId" JOIN "Image" b ON b.id = r."otherId"
           ON CONFLICT ("imageId", "otherId") DO NOTHING)
         UPDATE "Image" SET "comparedAt" = now() WHERE id = ANY($2::uuid[])`,
        [JSON.stringify(pairs), comparedIds],
      );
    },
  };
}
