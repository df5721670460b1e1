import type { Catalog } from '../../../../../prisma/client/client.ts';
import { UUID } from '../../database/uuid.ts';
import type { ServiceDeps } from '../../deps.ts';
import { AppError, notFound } from '../../errors.ts';
import { createJobRows } from '../../jobs/jobRow.ts';
import { type Connection, checkFirst, connectionOf, type PageRequest } from '../../paging.ts';
import type { ImagesService } from '../images/service.ts';
import { createCatalogsStore } from './catalogsStore.ts';
import type { Product } from './product.ts';
import { type ProductFilter, productFilterSql } from './productFilter.ts';
import { type ProductOrder, readPlace, writePlace } from './productOrder.ts';
import { createProductsStore } from './store.ts';

interface ProductsDeps extends Pick<ServiceDeps, 'database'> {
  readonly images: Pick<ImagesService, 'deleteUnused'>;
}

/** Catalogs and their products. */
export function createProductsService(deps: ProductsDeps) {
  const products = createProductsStore(deps.database);
  const { byIds, ofImages, forTriplets } = products;
  return {
    ...catalogsOf(deps),
    ...{ byIds, ofImages, forTriplets, filterSql: productFilterSql },

    async require(id: string): Promise<Product> {
      const product = (await byIds([id])).get(id);
      if (!product) throw notFound('product', id);
      return product;
    },

    /** @throws BAD_INPUT, LIMIT_EXCEEDED for a page size out of range or a foreign cursor */
    async page(request: ProductsRequest): Promise<ProductsPage> {
      const first = checkFirst(request.first, 24);
      const filter = productFilterSql(request.filter ?? {}, 'product');
      const order = request.order ?? 'OLDEST';
      const rows = await products.after(filter, order, readPlace(request.after, order), first + 1);
      const page = connectionOf(rows, first, request.after, ({ id, sortKey }) =>
        writePlace(order, { id, key: sortKey }),
      );
      return { ...page, count: () => products.count(filter) };
    },
  };
}

export interface ProductsRequest extends PageRequest {
  readonly filter?: ProductFilter | undefined;
  /** Left out: OLDEST. */
  readonly order?: ProductOrder | null | undefined;
}

export interface ProductsPage extends Connection<Product> {
  /** Of all pages. */
  count(): Promise<number>;
}

/** The catalogs themselves. */
function catalogsOf({ database, images }: ProductsDeps) {
  const catalogs = createCatalogsStore(database);
  const runs = createJobRows(database.prisma, 'ImportRun');

  async function requireCatalog(id: string): Promise<Catalog> {
    const catalog = (await catalogs.byIds([id])).get(id);
    if (!catalog) throw notFound('catalog', id);
    return catalog;
  }

  return {
    requireCatalog,
    listCatalogs: catalogs.list,
    catalogsByIds: catalogs.byIds,
    catalogCounts: catalogs.counts,
    facets: catalogs.facets,
    attributesOf: catalogs.attributes,

    /** By name, or else by id. */
    async findCatalog(nameOrId: string): Promise<Catalog | null> {
      const named = await catalogs.findByName(nameOrId);
      if (named || !UUID.test(nameOrId)) return named;
      return (await catalogs.byIds([nameOrId])).get(nameOrId) ?? null;
    },

    /**
     * Deletes a catalog, all that was made of it, and images that nothing else uses.
     * @throws CONFLICT while an import is running
     */
    async deleteCatalog(id: string): Promise<void> {
      await requireCatalog(id);
      if ((await runs.countActive()) > 0) {
        throw new AppError('CONFLICT', 'An import is running; cancel it or wait for its end.');
      }
      await catalogs.delete(id);
      await images.deleteUnused();
    },
  };
}
