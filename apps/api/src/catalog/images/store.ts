import { randomUUIDv7 } from 'node:crypto';
import type { PoolClient } from 'pg';
import type { Database } from '../../database/database.ts';
import type { StoredImage } from './feedImage.ts';
import { type ReferenceWrite, writeReferences } from './referencesStore.ts';

/** The images of one product, in the feed's order, and what became of all that it names. */
export interface ProductImages {
  readonly taken: readonly StoredImage[];
  readonly references: readonly ReferenceWrite[];
}

/** Replaces the images of products by those given. */
export async function writeImages(
  client: PoolClient,
  products: ReadonlyMap<string, ProductImages>,
  at: Date,
): Promise<void> {
  if (products.size === 0) return;
  const taken = [...products.values()].flatMap((product) => product.taken);
  const imageIds = await upsertImages(client, taken);
  await linkImages(client, products, imageIds);
  const references = [...products].map(([id, images]) => [id, images.references] as const);
  await writeReferences(client, new Map(references), at);
}

/**
 * Rows of images that are there already are locked, so that no clean-up takes them away before they
 * are linked.
 * @returns image id by sha256
 */
async function upsertImages(
  client: PoolClient,
  taken: readonly StoredImage[],
): Promise<Map<string, string>> {
  const images = new Map(taken.map((image) => [image.sha256, image]));
  const rows = [...images.values()].map(({ name: _name, kind: _kind, miniature, ...columns }) => {
    const packed = Buffer.from(miniature).toString('base64');
    return { id: randomUUIDv7(), miniature: packed, ...columns };
  });
  // In one order, or two imports could wait for each other.
  const { rows: stored } = await client.query<{ id: string; sha256: string }>(
    `INSERT INTO "Image" AS image (id, sha256, format, width, height, bytes, "perceptualHash",
       miniature)
     SELECT id, sha256, format, width, height, bytes, "perceptualHash",
       decode(miniature, 'base64')
     FROM jsonb_to_recordset($1::jsonb) AS r(id uuid, sha256 text, format text, width int,
       height int, bytes int, "perceptualHash" text, miniature text) ORDER BY sha256
     ON CONFLICT (sha256) DO UPDATE SET
       "perceptualHash" = excluded."perceptualHash", miniature = excluded.miniature
     RETURNING id, sha256`,
    [JSON.stringify(rows)],
  );
  return new Map(stored.map(({ id, sha256 }) => [sha256, id]));
}

async function linkImages(
  client: PoolClient,
  products: ReadonlyMap<string, ProductImages>,
  imageIds: ReadonlyMap<string, string>,
): Promise<void> {
  await client.query('DELETE FROM "ProductImage" WHERE "productId" = ANY($1::uuid[])', [
    [...products.keys()],
  ]);
  const rows = [...products].flatMap(([productId, { taken }]) =>
    taken.map(({ sha256, kind, name }, position) => {
      return { productId, imageId: imageIds.get(sha256), position, kind, name };
    }),
  );
  await client.query(
    `INSERT INTO "ProductImage" ("productId", "imageId", position, kind, name)
     SELECT "productId", "imageId", position, kind, name
     FROM jsonb_to_recordset($1::jsonb) AS r("productId" uuid, "imageId" uuid, position int,
       kind "ImageKind", name text)`,
    [JSON.stringify(rows)],
  );
}

/** Which of these images no row tells of. */
export async function unknownImages(
  { pool }: Database,
  sha256s: readonly string[],
): Promise<string[]> {
  if (sha256s.length === 0) return [];
  const { rows } = await pool.query<{ sha256: string }>(
    `SELECT sha256 FROM unnest($1::text[]) AS asked(sha256)
     WHERE NOT EXISTS (SELECT 1 FROM "Image" i WHERE i.sha256 = asked.sha256)`,
    [sha256s],
  );
  return rows.map(({ sha256 }) => sha256);
}
