import type { Catalog, Image, Product, ProductImage } from '../../../../../prisma/client/client.ts';
import type { Database } from '../../database/database.ts';
import type { SqlCondition } from './productFilter.ts';

export interface FacetValue {
  readonly value: string;
  readonly count: number;
}

export interface CatalogCounts {
  readonly products: number;
  readonly images: number;
}

const MAX_FACET_VALUES = 50;

/** Reads catalogs, products and images. */
export function createProductsStore({ prisma, pool }: Database) {
  return {
    catalogs: (): Promise<Catalog[]> => prisma.catalog.findMany({ orderBy: { name: 'asc' } }),

    catalogsByIds: async (ids: readonly string[]): Promise<Map<string, Catalog>> =>
      byId(await prisma.catalog.findMany({ where: { id: { in: [...ids] } } })),

    catalogByName: (name: string): Promise<Catalog | null> =>
      prisma.catalog.findUnique({ where: { name } }),

    async catalogCounts(ids: readonly string[]): Promise<Map<string, CatalogCounts>> {
      const { rows } = await pool.query<{ id: string; products: string; images: string }>(
        `SELECT p."catalogId" AS id, count(DISTINCT p.id) AS products,
           count(DISTINCT pi."imageId") AS images
         FROM "Product" p LEFT JOIN "ProductImage" pi ON pi."productId" = p.id
         WHERE p."catalogId" = ANY($1::uuid[]) GROUP BY p."catalogId"`,
        [ids],
      );
      const found = rows.map(({ id, products, images }) => {
        return [id, { products: Number(products), images: Number(images) }] as const;
      });
      return new Map(found);
    },

    async facets(catalogId: string, field: 'category' | 'brand'): Promise<FacetValue[]> {
      const column = field === 'category' ? 'category' : 'brand';
      const { rows } = await pool.query<{ value: string; count: string }>(
        `SELECT ${column} AS value, count(*) AS count FROM "Product"
         WHERE "catalogId" = $1 AND ${column} IS NOT NULL
         GROUP BY ${column} ORDER BY count(*) DESC, ${column} LIMIT ${MAX_FACET_VALUES}`,
        [catalogId],
      );
      return rows.map(({ value, count }) => ({ value, count: Number(count) }));
    },

    productsByIds: async (ids: readonly string[]): Promise<Map<string, Product>> =>
      byId(await prisma.product.findMany({ where: { id: { in: [...ids] } } })),

    /** In the order they were imported. `filter` is a condition on "Product" product. */
    async productsAfter(
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
      return products;
    },

    imagesByIds: async (ids: readonly string[]): Promise<Map<string, Image>> =>
      byId(await prisma.image.findMany({ where: { id: { in: [...ids] } } })),

    productImages: (productIds: readonly string[]): Promise<ProductImage[]> =>
      prisma.productImage.findMany({
        where: { productId: { in: [...productIds] } },
        orderBy: [{ productId: 'asc' }, { position: 'asc' }],
      }),

    imageLinks: (imageIds: readonly string[]): Promise<(ProductImage & { product: Product })[]> =>
      prisma.productImage.findMany({
        where: { imageId: { in: [...imageIds] } },
        include: { product: true },
        orderBy: [{ productId: 'asc' }, { position: 'asc' }],
      }),
  };
}

function byId<Row extends { id: string }>(rows: readonly Row[]): Map<string, Row> {
  return new Map(rows.map((row) => [row.id, row]));
}
