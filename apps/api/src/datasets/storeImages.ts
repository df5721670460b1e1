import type { Pool } from 'pg';
import type { ImageKind } from '../../../../prisma/client/enums.ts';

/** One image and the product that it shows (the first, where several share it). */
export interface TrainingImage {
  id: string;
  sha256: string;
  productId: string | null;
  /** What sort of photo it is of that product. */
  kind: ImageKind | null;
  category: string | null;
  attributes: Record<string, unknown>;
}

const COLUMNS = `i.id, i.sha256, p.id AS "productId", pi.kind, p.category, p.attributes`;

export function createImageStore(pool: Pool) {
  return {
    /** In order of id, whatever order was asked. */
    async trainingImages(ids: readonly string[]): Promise<TrainingImage[]> {
      const { rows } = await pool.query<TrainingImage>(
        `SELECT DISTINCT ON (i.id) ${COLUMNS}
         FROM "Image" i
         LEFT JOIN "ProductImage" pi ON pi."imageId" = i.id
         LEFT JOIN "Product" p ON p.id = pi."productId"
         WHERE i.id = ANY($1::uuid[])
         ORDER BY i.id, pi.position, p.id`,
        [ids],
      );
      return rows;
    },

    /** Every image of the products, in order of id. */
    async imagesOfProducts(productIds: readonly string[]): Promise<TrainingImage[]> {
      const { rows } = await pool.query<TrainingImage>(
        `SELECT DISTINCT ON (i.id) ${COLUMNS}
         FROM "ProductImage" pi
         JOIN "Image" i ON i.id = pi."imageId"
         JOIN "Product" p ON p.id = pi."productId"
         WHERE pi."productId" = ANY($1::uuid[])
         ORDER BY i.id, pi.position, p.id`,
        [productIds],
      );
      return rows;
    },
  };
}
