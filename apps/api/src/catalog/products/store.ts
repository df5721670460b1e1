import type { ImageKind } from '../../../../../prisma/client/enums.ts';
import type { Database } from '../../database/database.ts';
import { attributesSchema, type Product, parseProduct } from './product.ts';
import type { SqlCondition } from './productFilter.ts';
import { type ProductOrder, type ProductPlace, SORT_KEYS } from './productOrder.ts';

/** A product as the triplet generator of packages/ml wants it (TripletProduct there). */
export interface CatalogProduct {
  readonly id: string;
  readonly category: string;
  readonly attributes: Record<string, string>;
  readonly images: { readonly id: string; readonly kind: ImageKind }[];
}

/** A product in a list, with what it is sorted by. */
export interface SortedProduct extends Product {
  readonly sortKey: string;
}

/** Products that are read for triplets at a time. */
const PAGE = 2000;

/** Rows of products; imports write them, see imports/batchStore.ts. */
export function createProductsStore({ prisma, pool }: Database) {
  async function byIds(ids: readonly string[]): Promise<Map<string, Product>> {
    const rows = await prisma.product.findMany({ where: { id: { in: [...ids] } } });
    return new Map(rows.map((row) => [row.id, parseProduct(row)]));
  }

  return {
    byIds,

    /**
     * In that order, each with its sort key as text.
     * @param filter a condition on "Product" product
     */
    async after(
      filter: SqlCondition,
      order: ProductOrder,
      after: ProductPlace | undefined,
      limit: number,
    ): Promise<SortedProduct[]> {
      const { sql, type, descending } = SORT_KEYS[order];
      const [later, direction] = descending ? ['<', 'DESC'] : ['>', 'ASC'];
      const at = filter.params.length;
      const { rows } = await pool.query<ProductPlace>(
        `SELECT product.id, ${sql}::text AS key FROM "Product" product
         WHERE ${filter.sql} AND ($${at + 2}::uuid IS NULL
           OR (${sql}, product.id) ${later} ($${at + 1}::${type}, $${at + 2}::uuid))
         ORDER BY ${sql} ${direction}, product.id ${direction} LIMIT $${at + 3}`,
        [...filter.params, after?.key ?? null, after?.id ?? null, limit],
      );
      const found = await byIds(rows.map(({ id }) => id));
      return rows.flatMap(({ id, key }) => {
        const product = found.get(id);
        return product ? [{ ...product, sortKey: key }] : []; // deleted meanwhile
      });
    },

    /** @param filter a condition on "Product" product */
    async count(filter: SqlCondition): Promise<number> {
      const { rows } = await pool.query<{ count: number }>(
        `SELECT count(*)::int AS count FROM "Product" product WHERE ${filter.sql}`,
        [...filter.params],
      );
      return rows[0]?.count ?? 0;
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
