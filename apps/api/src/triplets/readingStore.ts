/** Reading triplets by ranges of their key, so that the cost of a page does not grow with the table. */
import type { Pool } from 'pg';
import { z } from 'zod';
import type { Split, Triplet as TripletRow } from '../../../../prisma/client/client.ts';
import type { TripletFilter } from './counts.ts';

/** Row of the source file, from 1. */
const provenance = z.object({ row: z.number().int() });

/** A triplet as its row keeps it, with its JSON read. */
export interface Triplet extends Omit<TripletRow, 'provenance'> {
  /** Null where it was not read from a file. */
  provenance: z.infer<typeof provenance> | null;
}

/** What training needs of a row. */
export type ReviewedTriplet = Pick<
  TripletRow,
  'id' | 'queryImageId' | 'positiveImageId' | 'negativeImageId' | 'review'
>;

/** Both included. */
export interface IdBounds {
  from: string;
  to: string;
}

const COLUMNS = `id, "tripletSetId", split, "queryImageId", "positiveImageId", "negativeImageId",
  "queryKind", "negativeKind", review, provenance`;
const MATCHES = `"tripletSetId" = $1 AND ($2::text IS NULL OR split = $2::"Split")
  AND ($3::text IS NULL OR "queryKind" = $3::"QueryKind")
  AND ($4::text IS NULL OR "negativeKind" = $4::"NegativeKind")`;

/** Rows in order of id. */
export function tripletsFrom(
  pool: Pool,
  setId: string,
  filter: TripletFilter,
  bounds: IdBounds,
  limit: number,
): Promise<Triplet[]> {
  const where = `WHERE ${MATCHES} AND id BETWEEN $5 AND $6 ORDER BY id LIMIT $7`;
  return select(pool, where, [setId, ...filterParams(filter), bounds.from, bounds.to, limit]);
}

/** Those of the given rows that exist in the set and pass the filter. */
export function tripletsAmong(
  pool: Pool,
  setId: string,
  filter: TripletFilter,
  ids: readonly string[],
): Promise<Triplet[]> {
  const where = `WHERE ${MATCHES} AND id = ANY($5::bigint[])`;
  return select(pool, where, [setId, ...filterParams(filter), ids]);
}

/** Rows in an order that depends on the seed alone; reads every row that passes. */
export function tripletsShuffled(
  pool: Pool,
  setId: string,
  filter: TripletFilter,
  seed: number,
  limit: number,
): Promise<Triplet[]> {
  const where = `WHERE ${MATCHES} ORDER BY md5(id::text || '-' || $5::text), id LIMIT $6`;
  return select(pool, where, [setId, ...filterParams(filter), String(seed), limit]);
}

/** By id as text. */
export async function tripletsByIds(
  pool: Pool,
  ids: readonly string[],
): Promise<Map<string, Triplet>> {
  const triplets = await select(pool, 'WHERE id = ANY($1::bigint[])', [ids]);
  return new Map(triplets.map((triplet) => [String(triplet.id), triplet]));
}

/** Rows of one split in order of id, as few bytes a row as can be: a set may have millions. */
export async function reviewedTriplets(
  pool: Pool,
  setId: string,
  split: Split,
  bounds: IdBounds,
  limit: number,
): Promise<ReviewedTriplet[]> {
  const { rows } = await pool.query<Omit<ReviewedTriplet, 'id'> & { id: string }>(
    `SELECT id, "queryImageId", "positiveImageId", "negativeImageId", review FROM "Triplet"
     WHERE "tripletSetId" = $1 AND split = $2::"Split" AND id BETWEEN $3 AND $4
     ORDER BY id LIMIT $5`,
    [setId, split, bounds.from, bounds.to, limit],
  );
  return rows.map((row) => ({ ...row, id: BigInt(row.id) }));
}

function filterParams(filter: TripletFilter): (string | null)[] {
  return [filter.split ?? null, filter.queryKind ?? null, filter.negativeKind ?? null];
}

async function select(pool: Pool, where: string, values: unknown[]): Promise<Triplet[]> {
  type Raw = Omit<TripletRow, 'id'> & { id: string };
  const { rows } = await pool.query<Raw>(`SELECT ${COLUMNS} FROM "Triplet" ${where}`, values);
  // pg gives a bigint as text.
  return rows.map((row) => ({
    ...row,
    id: BigInt(row.id),
    provenance: row.provenance === null ? null : provenance.parse(row.provenance),
  }));
}
