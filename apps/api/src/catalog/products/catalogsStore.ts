import type { Catalog } from '../../../../../prisma/client/client.ts';
import type { Database } from '../../database/database.ts';

export interface FacetValue {
  readonly value: string;
  readonly count: number;
}

export interface CatalogCounts {
  readonly products: number;
  readonly images: number;
}

/** One name among the attributes of a catalog's products. */
export interface CatalogAttribute {
  readonly name: string;
  /** Products that have a value of it. */
  readonly products: number;
  /** How many different values there are. */
  readonly distinct: number;
  /** The most frequent ones first, at most 50. */
  readonly values: readonly FacetValue[];
}

const MAX_FACET_VALUES = 50;
/** Attributes of one catalog, those that most products have. */
const MAX_ATTRIBUTES = 200;
/** Longer ones are no values to choose among. */
const MAX_VALUE_LENGTH = 200;

/** Rows of catalogs, and what is counted over their products. */
export function createCatalogsStore({ prisma, pool }: Database) {
  return {
    ...countsOf(pool),

    list: (): Promise<Catalog[]> => prisma.catalog.findMany({ orderBy: { name: 'asc' } }),

    async byIds(ids: readonly string[]): Promise<Map<string, Catalog>> {
      const catalogs = await prisma.catalog.findMany({ where: { id: { in: [...ids] } } });
      return new Map(catalogs.map((catalog) => [catalog.id, catalog]));
    },

    findByName: (name: string): Promise<Catalog | null> =>
      prisma.catalog.findUnique({ where: { name } }),

    /** With all that hangs on it: products, import runs, triplet sets, their training runs. */
    async delete(id: string): Promise<void> {
      // Triplets first, because they hold images that products refer to as well.
      await prisma.tripletSet.deleteMany({ where: { catalogId: id } });
      await prisma.catalog.delete({ where: { id } });
    },
  };
}

/** What is counted over the products of catalogs. */
function countsOf(pool: Database['pool']) {
  return {
    /** Catalogs without products are missing. */
    async counts(ids: readonly string[]): Promise<Map<string, CatalogCounts>> {
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

    /**
     * By catalog: distinct values with their product counts, most frequent first, at most 50;
     * catalogs without any are missing.
     */
    async facets(
      catalogIds: readonly string[],
      column: 'category' | 'brand',
    ): Promise<Map<string, FacetValue[]>> {
      const { rows } = await pool.query<{ catalogId: string; value: string; count: string }>(
        `SELECT "catalogId", value, count FROM (
           SELECT "catalogId", ${column} AS value, count(*) AS count, row_number() OVER (
             PARTITION BY "catalogId" ORDER BY count(*) DESC, ${column}) AS place
           FROM "Product" WHERE "catalogId" = ANY($1::uuid[]) AND ${column} IS NOT NULL
           GROUP BY "catalogId", ${column}) AS counted
         WHERE place <= ${MAX_FACET_VALUES} ORDER BY "catalogId", place`,
        [catalogIds],
      );
      const facetOf = ({ value, count }: (typeof rows)[0]) => ({ value, count: Number(count) });
      const byCatalog = Map.groupBy(rows, ({ catalogId }) => catalogId);
      return new Map([...byCatalog].map(([id, of]) => [id, of.map(facetOf)]));
    },

    /** What the products of each catalog have for attributes, those that most have first. */
    async attributes(ids: readonly string[]): Promise<Map<string, CatalogAttribute[]>> {
      const { rows } = await pool.query<CatalogAttribute & { catalogId: string }>(
        `WITH counted AS (
           SELECT p."catalogId", pair.key AS name, pair.value, count(*)::int AS count
           FROM "Product" p, jsonb_each_text(p.attributes) AS pair
           WHERE p."catalogId" = ANY($1::uuid[]) AND pair.value <> '' GROUP BY 1, 2, 3),
         ranked AS (
           SELECT *, row_number() OVER (PARTITION BY "catalogId", name
             ORDER BY count DESC, value) AS place FROM counted),
         summed AS (
           SELECT "catalogId", name, sum(count)::int AS products, count(*)::int AS "distinct",
             coalesce(json_agg(json_build_object('value', value, 'count', count) ORDER BY place)
               FILTER (WHERE place <= ${MAX_FACET_VALUES} AND length(value) <= ${MAX_VALUE_LENGTH}),
               '[]') AS "values"
           FROM ranked GROUP BY 1, 2)
         SELECT * FROM (
           SELECT *, row_number() OVER (PARTITION BY "catalogId" ORDER BY products DESC, name) AS at
           FROM summed) AS sorted
         WHERE at <= ${MAX_ATTRIBUTES} ORDER BY "catalogId", at`,
        [ids],
      );
      return Map.groupBy(rows, ({ catalogId }) => catalogId);
    },
  };
}
