import type { Image, ProductImage } from '../../../../../prisma/client/client.ts';
import type { Database } from '../../database/database.ts';
import type { ImageFacts } from './feedImage.ts';

/** Unused images that are deleted at a time. */
const PAGE = 1000;

export type ImagesStore = ReturnType<typeof createImagesStore>;

/** Rows of images, and which products show them; imports write them, see writeStore.ts. */
export function createImagesStore({ prisma, pool }: Database) {
  return {
    ...readImages({ prisma, pool }),

    /**
     * Deletes images that no product and no triplet uses any more, page by page; their vectors go
     * with them. An image that is being put to use at this moment is left to the next time.
     * @returns their sha256, whose files can go
     */
    async *deleteUnused(): AsyncGenerator<string[]> {
      for (;;) {
        const { rows } = await pool
          .query<{ sha256: string }>(DELETE_UNUSED)
          .catch((error: unknown) => {
            // Linked since the statement began: nothing of this page was deleted.
            if (isForeignKeyViolation(error)) return { rows: [] };
            throw error;
          });
        if (rows.length === 0) return;
        yield rows.map(({ sha256 }) => sha256);
      }
    },
  };
}

function readImages({ prisma, pool }: Pick<Database, 'prisma' | 'pool'>) {
  return {
    async byIds(ids: readonly string[]): Promise<Map<string, Image>> {
      const images = await prisma.image.findMany({ where: { id: { in: [...ids] } } });
      return new Map(images.map((image) => [image.id, image]));
    },

    /** The images of each product, in order. */
    async ofProducts(productIds: readonly string[]): Promise<Map<string, ProductImage[]>> {
      const links = await prisma.productImage.findMany({
        where: { productId: { in: [...productIds] } },
        orderBy: [{ productId: 'asc' }, { position: 'asc' }],
      });
      return Map.groupBy(links, ({ productId }) => productId);
    },

    /** What is stored of an image's content, unless its signature is still to be made. */
    async findFacts(sha256: string): Promise<ImageFacts | undefined> {
      const { rows } = await pool.query<ImageFacts>(
        `SELECT sha256, format, width, height, bytes, "perceptualHash", miniature FROM "Image"
         WHERE sha256 = $1 AND "perceptualHash" IS NOT NULL AND miniature IS NOT NULL`,
        [sha256],
      );
      return rows[0];
    },

    /** Those of which there is no row. */
    async withoutRow(sha256s: readonly string[]): Promise<string[]> {
      if (sha256s.length === 0) return [];
      const { rows } = await pool.query<{ sha256: string }>(
        `SELECT sha256 FROM unnest($1::text[]) AS asked(sha256)
         WHERE NOT EXISTS (SELECT 1 FROM "Image" i WHERE i.sha256 = asked.sha256)`,
        [sha256s],
      );
      return rows.map(({ sha256 }) => sha256);
    },

    /** Images of a catalog whose name as the feed had it is one of these. */
    named: (catalogId: string, names: readonly string[]): Promise<NamedImage[]> =>
      findNamed(pool, catalogId, 'pi.name', names),

    /** The same by what follows the last slash of the name. */
    namedWithoutFolder: (catalogId: string, names: readonly string[]): Promise<NamedImage[]> =>
      findNamed(pool, catalogId, `regexp_replace(pi.name, '^.*/', '')`, names),
  };
}

export interface NamedImage {
  readonly name: string;
  readonly imageId: string;
}

async function findNamed(
  pool: Database['pool'],
  catalogId: string,
  name: string,
  names: readonly string[],
): Promise<NamedImage[]> {
  const { rows } = await pool.query<NamedImage>(
    `SELECT DISTINCT pi.name, pi."imageId" FROM "ProductImage" pi
     JOIN "Product" p ON p.id = pi."productId"
     WHERE p."catalogId" = $1 AND ${name} = ANY($2::text[])`,
    [catalogId, names],
  );
  return rows;
}

const DELETE_UNUSED = `DELETE FROM "Image" WHERE id IN (
   SELECT i.id FROM "Image" i
   WHERE NOT EXISTS (SELECT 1 FROM "ProductImage" pi WHERE pi."imageId" = i.id)
     AND NOT EXISTS (SELECT 1 FROM "Triplet" t WHERE t."queryImageId" = i.id)
     AND NOT EXISTS (SELECT 1 FROM "Triplet" t WHERE t."positiveImageId" = i.id)
     AND NOT EXISTS (SELECT 1 FROM "Triplet" t WHERE t."negativeImageId" = i.id)
   LIMIT ${PAGE} FOR UPDATE SKIP LOCKED)
 RETURNING sha256`;

const isForeignKeyViolation = (error: unknown) =>
  error instanceof Error && 'code' in error && error.code === '23503';
