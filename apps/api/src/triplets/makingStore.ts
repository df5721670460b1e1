/** Writing and counting the triplets of a set, many rows a statement, where Prisma would send one a row. */
import type { Pool } from 'pg';
import type { ImageKind, NegativeKind, QueryKind, Split } from '../../../../prisma/client/enums.ts';
import type { Claim } from '../jobs/jobRow.ts';
import type { IdRange, StoredCounts, TripletCount } from './counts.ts';

export interface NewTriplet {
  split: Split;
  query: string;
  positive: string;
  negative: string;
  queryKind: QueryKind | null;
  negativeKind: NegativeKind | null;
  /** Row of the source file, from 1. */
  row?: number;
}

/** What a catalog says about one image: every way it shows a product. */
export interface ImageUse {
  imageId: string;
  kind: ImageKind;
  category: string | null;
}

/** The set while this process makes it; locked, so that nobody takes it over during a statement. */
const MINE = `SELECT id FROM "TripletSet"
  WHERE id = $1::uuid AND "claimedBy" = $2::uuid AND status = 'RUNNING' FOR SHARE`;

/**
 * One statement; a few thousand rows at a time keep it short (the embedded server has one turn).
 * @returns false when the claim is void: then nothing was written
 */
export async function insertTriplets(
  pool: Pool,
  claim: Claim,
  rows: readonly NewTriplet[],
): Promise<boolean> {
  const { rowCount } = await pool.query(
    `WITH mine AS (${MINE})
     INSERT INTO "Triplet" ("tripletSetId", split, "queryImageId", "positiveImageId",
       "negativeImageId", "queryKind", "negativeKind", provenance)
     SELECT mine.id, t.split::"Split", t.query, t.positive, t.negative,
            t.query_kind::"QueryKind", t.negative_kind::"NegativeKind",
            CASE WHEN t.row IS NULL THEN NULL ELSE jsonb_build_object('row', t.row) END
     FROM mine, unnest($3::text[], $4::uuid[], $5::uuid[], $6::uuid[], $7::text[], $8::text[],
            $9::int[]) WITH ORDINALITY
          AS t(split, query, positive, negative, query_kind, negative_kind, row, place)
     ORDER BY t.place`,
    [
      claim.id,
      claim.token,
      rows.map((row) => row.split),
      rows.map((row) => row.query),
      rows.map((row) => row.positive),
      rows.map((row) => row.negative),
      rows.map((row) => row.queryKind),
      rows.map((row) => row.negativeKind),
      rows.map((row) => row.row ?? null),
    ],
  );
  return rowCount === rows.length;
}

/** Takes away what was written for a set that this process makes. */
export async function deleteTriplets(pool: Pool, { id, token }: Claim): Promise<void> {
  const sql = `WITH mine AS (${MINE}) DELETE FROM "Triplet" USING mine WHERE "tripletSetId" = mine.id`;
  await pool.query(sql, [id, token]);
}

/** Takes away what makers that died left of sets that ended early. */
export async function deleteLeftTriplets(pool: Pool): Promise<void> {
  await pool.query(
    `WITH ended AS (SELECT id FROM "TripletSet" WHERE status IN ('FAILED', 'CANCELLED') FOR SHARE)
     DELETE FROM "Triplet" USING ended WHERE "tripletSetId" = ended.id`,
  );
}

/** The embedded server never does it by itself, and without it plans read whole sets. */
export async function analyzeTriplets(pool: Pool): Promise<void> {
  await pool.query('ANALYZE "Triplet"');
}

export async function countTriplets(pool: Pool, setId: string): Promise<StoredCounts> {
  const counts = await pool.query<TripletCount>(
    `SELECT split, "queryKind", "negativeKind", count(*)::int AS count
     FROM "Triplet" WHERE "tripletSetId" = $1
     GROUP BY split, "queryKind", "negativeKind"
     ORDER BY split, "queryKind", "negativeKind"`,
    [setId],
  );
  const ranges = await pool.query<IdRange>(
    `SELECT split, min(id)::text AS first, max(id)::text AS last
     FROM "Triplet" WHERE "tripletSetId" = $1 GROUP BY split ORDER BY split`,
    [setId],
  );
  return { rows: counts.rows, ranges: ranges.rows };
}

/** Images that triplets of several splits use: what was trained on is then tested on. */
export async function countSharedImages(pool: Pool, setId: string): Promise<number> {
  const { rows } = await pool.query<{ shared: number }>(
    `SELECT count(*)::int AS shared FROM (
       SELECT image FROM "Triplet",
         LATERAL unnest(ARRAY["queryImageId", "positiveImageId", "negativeImageId"]) AS image
       WHERE "tripletSetId" = $1 GROUP BY image HAVING count(DISTINCT split) > 1) AS several`,
    [setId],
  );
  return rows[0]?.shared ?? 0;
}

export async function imageUses(
  pool: Pool,
  catalogId: string,
  imageIds: readonly string[],
): Promise<ImageUse[]> {
  const { rows } = await pool.query<ImageUse>(
    `SELECT pi."imageId", pi.kind, p.category
     FROM "ProductImage" pi JOIN "Product" p ON p.id = pi."productId"
     WHERE p."catalogId" = $1 AND pi."imageId" = ANY($2::uuid[])`,
    [catalogId, imageIds],
  );
  return rows;
}
