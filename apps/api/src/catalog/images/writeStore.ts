import { randomUUIDv7 } from 'node:crypto';
import type { PoolClient } from 'pg';
import type { ImageKind, ImageStatus } from '../../../../../prisma/client/enums.ts';
import type { Validators } from '../../fetch/request.ts';
import type { StoredImage } from './feedImage.ts';

/** What became of one image that a feed names. */
export interface ReferenceWrite extends Validators {
  readonly kind: ImageKind;
  readonly source: string;
  readonly status: ImageStatus;
  /** Of the image that is linked; null when there is none. */
  readonly sha256: string | null;
  readonly code: string | null;
  readonly message: string | null;
}

/** The images of one product, in the feed's order, and what became of all that it names. */
export interface ProductImages {
  readonly stored: readonly StoredImage[];
  readonly references: readonly ReferenceWrite[];
}

/** Images of products as an import writes them, within the transaction of one connection. */
export function createImageWriteStore(client: PoolClient) {
  return {
    /**
     * Replaces the images of products by those given.
     * @returns how many images there were no rows of until now, also with other imports beside it
     */
    async replace(products: ReadonlyMap<string, ProductImages>, at: Date): Promise<number> {
      if (products.size === 0) return 0;
      const stored = [...products.values()].flatMap((product) => product.stored);
      const { imageIds, added } = await upsertImages(client, stored);
      await linkImages(client, products, imageIds);
      const references = [...products].map(([id, images]) => [id, images.references] as const);
      await replaceReferences(client, new Map(references), at);
      return added;
    },

    /** Replaces what is noted of the images of products; their links stay. */
    replaceReferences: (
      products: ReadonlyMap<string, readonly ReferenceWrite[]>,
      checkedAt: Date,
    ): Promise<void> => replaceReferences(client, products, checkedAt),
  };
}

/**
 * Rows of images that are there already are locked, so that nothing deletes them as unused before
 * they are linked.
 * @returns image id by sha256, and how many rows are new
 */
async function upsertImages(
  client: PoolClient,
  stored: readonly StoredImage[],
): Promise<{ imageIds: Map<string, string>; added: number }> {
  const images = new Map(stored.map((image) => [image.sha256, image]));
  const rows = [...images.values()].map(({ name: _name, kind: _kind, miniature, ...columns }) => {
    const packed = Buffer.from(miniature).toString('base64');
    return { id: randomUUIDv7(), miniature: packed, ...columns };
  });
  // A row that was updated has an xmax. In one order, or two imports could wait for each other.
  const { rows: written } = await client.query<{ id: string; sha256: string; isNew: boolean }>(
    `INSERT INTO "Image" AS image (id, sha256, format, width, height, bytes, "perceptualHash",
       miniature)
     SELECT id, sha256, format, width, height, bytes, "perceptualHash",
       decode(miniature, 'base64')
     FROM jsonb_to_recordset($1::jsonb) AS r(id uuid, sha256 text, format text, width int,
       height int, bytes int, "perceptualHash" text, miniature text) ORDER BY sha256
     ON CONFLICT (sha256) DO UPDATE SET
       "perceptualHash" = excluded."perceptualHash", miniature = excluded.miniature
     RETURNING id, sha256, xmax = 0 AS "isNew"`,
    [JSON.stringify(rows)],
  );
  const imageIds = new Map(written.map(({ id, sha256 }) => [sha256, id]));
  return { imageIds, added: written.filter(({ isNew }) => isNew).length };
}

async function linkImages(
  client: PoolClient,
  products: ReadonlyMap<string, ProductImages>,
  imageIds: ReadonlyMap<string, string>,
): Promise<void> {
  await client.query('DELETE FROM "ProductImage" WHERE "productId" = ANY($1::uuid[])', [
    [...products.keys()],
  ]);
  const rows = [...products].flatMap(([productId, { stored }]) =>
    stored.map(({ sha256, kind, name }, position) => {
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

async function replaceReferences(
  client: PoolClient,
  products: ReadonlyMap<string, readonly ReferenceWrite[]>,
  checkedAt: Date,
): Promise<void> {
  if (products.size === 0) return;
  const rows = [...products].flatMap(([productId, references]) =>
    references.map((reference, position) => ({ productId, position, ...reference })),
  );
  // Failures in a row are counted on as long as the place names the same source.
  await client.query(
    `INSERT INTO "ImageReference" ("productId", position, kind, source, status, "imageId", code,
       message, attempts, etag, "lastModified", "checkedAt")
     SELECT "productId", position, kind, source, status, i.id, code, message,
       CASE WHEN status = 'FAILED' THEN 1 ELSE 0 END, etag, "lastModified", $2
     FROM jsonb_to_recordset($1::jsonb) AS r("productId" uuid, position int, kind "ImageKind",
       source text, status "ImageStatus", sha256 text, code text, message text, etag text,
       "lastModified" text)
     LEFT JOIN "Image" i ON i.sha256 = r.sha256
     ON CONFLICT ("productId", position) DO UPDATE SET
       kind = excluded.kind, source = excluded.source, status = excluded.status,
       "imageId" = excluded."imageId", code = excluded.code, message = excluded.message,
       attempts = CASE WHEN excluded.status = 'STORED' THEN 0
         WHEN "ImageReference".source = excluded.source THEN "ImageReference".attempts + 1
         ELSE 1 END,
       etag = excluded.etag, "lastModified" = excluded."lastModified",
       "checkedAt" = excluded."checkedAt"`,
    [JSON.stringify(rows), checkedAt],
  );
  const lengths = [...products.values()].map((references) => references.length);
  await client.query(
    `DELETE FROM "ImageReference" r USING unnest($1::uuid[], $2::int[]) AS p(id, length)
     WHERE r."productId" = p.id AND r.position >= p.length`,
    [[...products.keys()], lengths],
  );
}
