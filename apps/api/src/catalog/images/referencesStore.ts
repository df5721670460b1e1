import type { ImageReference } from '../../../../../prisma/client/client.ts';
import type { ImageStatus } from '../../../../../prisma/client/enums.ts';
import type { Database } from '../../database/database.ts';
import type { Validators } from '../../fetch/request.ts';
import type { KnownAddress } from './remoteImages.ts';

interface AddressRow extends Validators {
  readonly source: string;
  readonly sha256: string;
  readonly status: ImageStatus;
  readonly latest: Date;
  readonly oldest: Date;
  readonly isMixed: boolean;
}

/** What feeds name as images, and what became of it. */
export function createReferencesStore({ prisma, pool }: Database) {
  return {
    /** What is stored of addresses; those never stored are missing. */
    async knownAddresses(addresses: readonly string[]): Promise<Map<string, KnownAddress>> {
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
    },

    /** Those of each product, in order. */
    async ofProducts(productIds: readonly string[]): Promise<Map<string, ImageReference[]>> {
      const references = await prisma.imageReference.findMany({
        where: { productId: { in: [...productIds] } },
        orderBy: [{ productId: 'asc' }, { position: 'asc' }],
      });
      return Map.groupBy(references, ({ productId }) => productId);
    },
  };
}

function knownOf({ sha256, status, latest, oldest, isMixed, ...row }: AddressRow): KnownAddress {
  const { etag, lastModified } = row;
  const failed = status === 'FAILED';
  return { sha256, failed, latest, oldest, isMixed, validators: { etag, lastModified } };
}
