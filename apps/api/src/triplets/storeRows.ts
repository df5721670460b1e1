import type { Pool } from 'pg';
import type {
  ImageKind,
  NegativeKind,
  QueryKind,
  Split,
  Triplet,
} from '../../../../prisma/client/client.ts';
import type { IdRange, StoredCounts, TripletCount, TripletFilter } from './counts.ts';

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
export interface ImageFact {
  imageId: string;
  kind: ImageKind;
  category: string | null;
}

const COLUMNS = `id, "tripletSetId", split, "queryImageId", "positiveImageId", "negativeImageId",
  "queryKind", "negativeKind", review, provenance`;

/** Rows of "Triplet" in bulk: statements over many rows, where Prisma would send one a row. */
export function createRowStore(pool: Pool) {
  return {
    /** One statement; a few thousand rows at a time keep it short (the embedded server has one turn). */
    async insertTriplets(setId: string, rows: readonly NewTriplet[]): Promise<void> {
      await pool.query(
        `INSERT INTO "Triplet" ("tripletSetId", split, "queryImageId", "positiveImageId",
           "negativeImageId", "queryKind", "negativeKind", provenance)
         SELECT $1::uuid, t.split::"Split", t.query, t.positive, t.negative,
                t.query_kind::"QueryKind", t.negative_kind::"NegativeKind",
                CASE WHEN t.row IS NULL THEN NULL ELSE jsonb_build_object('row', t.row) END
         FROM unnest($2::text[], $3::uuid[], $4::uuid[], $5::uuid[], $6::text[], $7::text[],
                $8::int[]) WITH ORDINALITY
              AS t(split, query, positive, negative, query_kind, negative_kind, row, place)
         ORDER BY t.place`,
        [
          setId,
          rows.map((row) => row.split),
          rows.map((row) => row.query),
          rows.map((row) => row.positive),
          rows.map((row) => row.negative),
          rows.map((row) => row.queryKind),
          rows.map((row) => row.negativeKind),
          rows.map((row) => row.row ?? null),
        ],
      );
    },

    async deleteTriplets(setId: string): Promise<void> {
      await pool.query(`DELETE FROM "Triplet" WHERE "tripletSetId" = $1`, [setId]);
    },

    /** The embedded server never does it by itself, and without it plans read whole sets. */
    async analyzeTriplets(): Promise<void> {
      await pool.query('ANALYZE "Triplet"');
    },

    async countTriplets(setId: string): Promise<StoredCounts> {
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
    },

    /** Rows in order of id, from `from` (inclusive) to `to`: both bound the scan of the key. */
    async tripletsFrom(
      setId: string,
      filter: TripletFilter,
      bounds: { from: string; to: string },
      limit: number,
    ): Promise<Triplet[]> {
      const { rows } = await pool.query<RawTriplet>(
        `SELECT ${COLUMNS} FROM "Triplet"
         WHERE ${MATCHES} AND id BETWEEN $5 AND $6 ORDER BY id LIMIT $7`,
        [setId, ...filterParams(filter), bounds.from, bounds.to, limit],
      );
      return rows.map(toTriplet);
    },

    /** Those of the given rows that exist in the set and pass the filter. */
    async tripletsAmong(
      setId: string,
      filter: TripletFilter,
      ids: readonly string[],
    ): Promise<Triplet[]> {
      const { rows } = await pool.query<RawTriplet>(
        `SELECT ${COLUMNS} FROM "Triplet" WHERE ${MATCHES} AND id = ANY($5::bigint[])`,
        [setId, ...filterParams(filter), ids],
      );
      return rows.map(toTriplet);
    },

    /** Rows in an order that depends on the seed alone; reads every row that passes. */
    async tripletsShuffled(
      setId: string,
      filter: TripletFilter,
      seed: number,
      limit: number,
    ): Promise<Triplet[]> {
      const { rows } = await pool.query<RawTriplet>(
        `SELECT ${COLUMNS} FROM "Triplet"
         WHERE ${MATCHES} ORDER BY md5(id::text || '-' || $5::text), id LIMIT $6`,
        [setId, ...filterParams(filter), String(seed), limit],
      );
      return rows.map(toTriplet);
    },

    async tripletsByIds(ids: readonly string[]): Promise<Triplet[]> {
      const { rows } = await pool.query<RawTriplet>(
        `SELECT ${COLUMNS} FROM "Triplet" WHERE id = ANY($1::bigint[])`,
        [ids],
      );
      return rows.map(toTriplet);
    },

    /** Images that triplets of several splits use: what was trained on is then tested on. */
    async countSharedImages(setId: string): Promise<number> {
      const { rows } = await pool.query<{ shared: number }>(
        `SELECT count(*)::int AS shared FROM (
           SELECT image FROM "Triplet",
             LATERAL unnest(ARRAY["queryImageId", "positiveImageId", "negativeImageId"]) AS image
           WHERE "tripletSetId" = $1 GROUP BY image HAVING count(DISTINCT split) > 1) AS several`,
        [setId],
      );
      return rows[0]?.shared ?? 0;
    },

    async imageFacts(catalogId: string, imageIds: readonly string[]): Promise<ImageFact[]> {
      const { rows } = await pool.query<ImageFact>(
        `SELECT pi."imageId", pi.kind, p.category
         FROM "ProductImage" pi JOIN "Product" p ON p.id = pi."productId"
         WHERE p."catalogId" = $1 AND pi."imageId" = ANY($2::uuid[])`,
        [catalogId, imageIds],
      );
      return rows;
    },
  };
}

const MATCHES = `"tripletSetId" = $1 AND ($2::text IS NULL OR split = $2::"Split")
  AND ($3::text IS NULL OR "queryKind" = $3::"QueryKind")
  AND ($4::text IS NULL OR "negativeKind" = $4::"NegativeKind")`;

function filterParams(filter: TripletFilter): (string | null)[] {
  return [filter.split ?? null, filter.queryKind ?? null, filter.negativeKind ?? null];
}

type RawTriplet = Omit<Triplet, 'id'> & { id: string };

/** pg gives a bigint as text. */
function toTriplet(row: RawTriplet): Triplet {
  return { ...row, id: BigInt(row.id) };
}
