import type { ImageKind } from '../../../../../prisma/client/enums.ts';
import type { Database } from '../../database/database.ts';
import { attributesSchema, type Product, parseProduct } from './product.ts';
import type { SqlCondition } from './productFilter.ts';

/** A product as the triplet generator of packages/ml wants it (TripletProduct there). */
export interface CatalogProduct {
  readonly id: string;
  readonly category: string;
  readonly attributes: Record<string, string>;
  readonly images: { readonly id: string; readonly kind: ImageKind }[];
}

/** Products that are read for triplets at a time. */
const PAGE = 2000;

/** Rows of products; imports write them, see imports/batchStore.ts. */
export function createProductsStore({ prisma, pool }: Database) {
  return {
    async byIds(ids: readonly string[]): Promise<Map<string, Product>> {
      const rows = await prisma.product.findMany({ where: { id: { in: [...ids] } } });
      return new Map(rows.map((row) => [row.id, parseProduct(row)]));
    },

    /** In the order they were imported. `filter` is a condition on "Product" product. */
    async after(
      filter: SqlCondition,
      afterId: string | undefined,
      limit: number,
    ): Promise<Product[]> {
      const at = filter.params.length;
      const { rows } = await pool.query<{ id: string }>(
        `SELECT product.id FROM "Product" product
         WHERE ${filter.sql} AND ($${at + 1}::uuid IS NULL OR product.id > $${at + 1}::uuid)
         ORDER BY product.id LIMIT $${at + 2}`,
        [...filter.params, afterId ?? null, limit],
      );
      const products = await prisma.product.findMany({
        where: { id: { in: rows.map(({ id }) => id) } },
        orderBy: { id: 'asc' },
      });
      return products.map(parseProduct);
    },

    /** The products that show each image, each once. */
    async ofImages(imageIds: readonly string[]): Promise<Map<string, Product[]>> {
      const links = await prisma.productImage.findMany({
        where: { imageId: { in: [...imageIds] } },
        include: { product: true },
        orderBy: [{ productId: 'asc' }, { position: 'asc' }],
      });
      const grouped = Map.groupBy(links, ({ imageId }) => imageId);
      const distinct = [...grouped].map(([imageId, of]): [string, Product[]] => {
        const byId = new Map(of.map(({ product }) => [product.id, product]));
        return [imageId, [...byId.values()].map(parseProduct)];
      });
      return new Map(distinct);
    },

    /** Every product of a catalog that has a category and an image, in a fixed order. */
    forTriplets: (catalogId: string): Promise<CatalogProduct[]> =>
      productsForTriplets(pool, catalogId),
  };
}

async function productsForTriplets(
  pool: Database['pool'],
  catalogId: string,
): Promise<CatalogProduct[]> {
  const products: CatalogProduct[] = [];
  for (let after: string | null = null; ; ) {
    const { rows }: { rows: CatalogProduct[] } = await pool.query<CatalogProduct>(
      `SELECT p.id, p.category, p.attributes, json_agg(json_build_object('id', pi."imageId",
         'kind', pi.kind) ORDER BY pi.position) AS images
       FROM "Product" p JOIN "ProductImage" pi ON pi."productId" = p.id
       WHERE p."catalogId" = $1 AND p.category IS NOT NULL AND ($2::uuid IS NULL OR p.id > $2)
       GROUP BY p.id ORDER BY p.id LIMIT ${PAGE}`,
      [catalogId, after],
    );
    for (const row of rows) {
      products.push({ ...row, attributes: attributesSchema.parse(row.attributes) });
    }
    if (rows.length < PAGE) return products;
    after = rows.at(-1)?.id ?? null;
  }
}
