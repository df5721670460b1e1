import type { Pool } from 'pg';
import type { ImageKind } from '../../../../prisma/client/enums.ts';
import type { Database } from '../database/database.ts';

/** One image and the product that it shows (the first, where several share it). */
export interface DatasetImage {
  id: string;
  sha256: string;
  productId: string | null;
  /** What sort of photo it is of that product. */
  kind: ImageKind | null;
  category: string | null;
  attributes: Record<string, unknown>;
}

export type DatasetStore = ReturnType<typeof createDatasetStore>;

/** The images that triplets show and those held out, with what labels are made of. */
export function createDatasetStore({ pool }: Pick<Database, 'pool'>) {
  return {
    /** In order of id within each part of the list that one statement asks for. */
    imagesByIds: (ids: readonly string[]): Promise<DatasetImage[]> =>
      inChunks(ids, (chunk) => imagesByIds(pool, chunk)),

    /** Every image of the products, in the same order. */
    imagesOfProducts: (productIds: readonly string[]): Promise<DatasetImage[]> =>
      inChunks(productIds, (chunk) => imagesOfProducts(pool, chunk)),
  };
}

const COLUMNS = `i.id, i.sha256, p.id AS "productId", pi.kind, p.category, p.attributes`;

async function imagesByIds(pool: Pool, ids: readonly string[]): Promise<DatasetImage[]> {
  const { rows } = await pool.query<DatasetImage>(
    `SELECT DISTINCT ON (i.id) ${COLUMNS}
     FROM "Image" i
     LEFT JOIN "ProductImage" pi ON pi."imageId" = i.id
     LEFT JOIN "Product" p ON p.id = pi."productId"
     WHERE i.id = ANY($1::uuid[])
     ORDER BY i.id, pi.position, p.id`,
    [ids],
  );
  return rows;
}

async function imagesOfProducts(
  pool: Pool,
  productIds: readonly string[],
): Promise<DatasetImage[]> {
  const { rows } = await pool.query<DatasetImage>(
    `SELECT DISTINCT ON (i.id) ${COLUMNS}
     FROM "ProductImage" pi
     JOIN "Image" i ON i.id = pi."imageId"
     JOIN "Product" p ON p.id = pi."productId"
     WHERE pi."productId" = ANY($1::uuid[])
     ORDER BY i.id, pi.position, p.id`,
    [productIds],
  );
  return rows;
}

/** Ids that one statement asks for. */
const QUERY_SIZE = 5_000;

async function inChunks<T>(
  ids: readonly string[],
  read: (chunk: string[]) => Promise<T[]>,
): Promise<T[]> {
  const rows: T[] = [];
  for (let at = 0; at < ids.length; at += QUERY_SIZE) {
    for (const row of await read(ids.slice(at, at + QUERY_SIZE))) rows.push(row);
  }
  return rows;
}
