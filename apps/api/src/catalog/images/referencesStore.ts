import type { PoolClient } from 'pg';
import type { ImageReference } from '../../../../../prisma/client/client.ts';
import type { ImageKind, ImageStatus } from '../../../../../prisma/client/enums.ts';
import type { Database } from '../../database/database.ts';
import type { Validators } from '../../fetch/request.ts';
import type { ImageFacts } from './feedImage.ts';
import type { KnownAddress } from './remoteImages.ts';

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

interface AddressRow extends Validators {
  readonly source: string;
  readonly sha256: string;
  readonly status: ImageStatus;
  readonly latest: Date;
  readonly oldest: Date;
  readonly isMixed: boolean;
}

/** What is stored of addresses; those never stored are missing. */
export async function knownAddresses(
  { pool }: Pick<Database, 'pool'>,
  addresses: readonly string[],
): Promise<Map<string, KnownAddress>> {
  if (addresses.length === 0) return new Map();
  const { rows } = await pool.query<AddressRow>(
    `SELECT DISTINCT ON (r.source) r.source, i.sha256, r.status, r.etag, r."lastModified",
       r."checkedAt" AS latest, min(r."checkedAt") OVER same AS oldest,
       min(i.sha256) OVER same <> max(i.sha256) OVER same AS "isMixed"
     FROM "ImageReference" r JOIN "Image" i ON i.id = r."imageId"
     WHERE r.source = ANY($1::text[])
     WINDOW same AS (PARTITION BY r.source)
     ORDER BY r.source, r."checkedAt" DESC`,
    [addresses],
  );
  return new Map(rows.map((row) => [row.source, knownOf(row)]));
}

function knownOf({ sha256, status, latest, oldest, isMixed, ...row }: AddressRow): KnownAddress {
  const { etag, lastModified } = row;
  const failed = status === 'FAILED';
  return { sha256, failed, latest, oldest, isMixed, validators: { etag, lastModified } };
}

/** What is stored of an image, unless its signature is still to be made. */
export async function imageFacts(
  { pool }: Pick<Database, 'pool'>,
  sha256: string,
): Promise<ImageFacts | undefined> {
  const { rows } = await pool.query<ImageFacts>(
    `SELECT sha256, format, width, height, bytes, "perceptualHash", miniature FROM "Image"
     WHERE sha256 = $1 AND "perceptualHash" IS NOT NULL AND miniature IS NOT NULL`,
    [sha256],
  );
  return rows[0];
}

/** Replaces what is noted of the images of products. */
export async function writeReferences(
  client: PoolClient,
  products: ReadonlyMap<string, readonly ReferenceWrite[]>,
  checkedAt: Date,
): Promise<void> {
  if (products.size === 0) return;
  const rows = [...products].flatMap(([productId, references]) =>
    references.map((reference, position) => ({ productId, position, ...reference })),
  );
  const ids = [...products.keys()];
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
    [ids, lengths],
  );
}

/** What became of the images that feeds name, by product and in order. */
export function referencesOf(
  { prisma }: Pick<Database, 'prisma'>,
  productIds: readonly string[],
): Promise<ImageReference[]> {
  return prisma.imageReference.findMany({
    where: { productId: { in: [...productIds] } },
    orderBy: [{ productId: 'asc' }, { position: 'asc' }],
  });
}
