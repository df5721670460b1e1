import type { Readable } from 'node:stream';
import type {
  Catalog,
  Image,
  ImageReference,
  ImportIssue,
  ImportRun,
  Product,
  ProductImage,
} from '../../../../prisma/client/client.ts';
import type { Database } from '../database/database.ts';
import type { Env } from '../env.ts';
import { AppError, badInput, notFound } from '../errors.ts';
import { createFetcher, type Fetcher } from '../fetch/fetcher.ts';
import type { Jobs } from '../jobs/queue.ts';
import {
  type Connection,
  checkFirst,
  connectionOf,
  decodeCursor,
  encodeCursor,
  type PageRequest,
} from '../paging.ts';
import type { Storage } from '../storage/storage.ts';
import type { UploadsService } from '../uploads/service.ts';
import { uploadSecret } from '../uploads/token.ts';
import { createDuplicatesService } from './duplicates/service.ts';
import type { FeedAnalysis } from './feeds/analysis.ts';
import { forgetUnusedImages, sweepImages } from './images/deleteImages.ts';
import { referencesOf } from './images/referencesStore.ts';
import {
  createImporter,
  type FeedInput,
  type ImportInput,
  type RunImportOptions,
} from './imports/importer.ts';
import { checkReportToken, reportCsv, reportPath } from './imports/report.ts';
import { createImportsStore } from './imports/store.ts';
import { type ProductFilter, productFilterSql } from './products/productFilter.ts';
import { type CatalogCounts, createProductsStore, type FacetValue } from './products/store.ts';
import { deleteCatalog } from './products/storeDelete.ts';
import { type CatalogProduct, imagesByName, tripletProducts } from './products/storeForTriplets.ts';
import { createSourcesService } from './sources/service.ts';

export { type FeedAnalysis, type FeedPreview, MAPPING_ORIGINS } from './feeds/analysis.ts';
export { FEED_FORMATS, type FeedFormat } from './feeds/format.ts';
export type { ColumnMapping } from './feeds/mapping.ts';
export { guessMapping, MAPPING_FIELDS } from './feeds/mapping.ts';
export type { FeedInput, ImportInput, RunImportOptions } from './imports/importer.ts';
export type { ImportProgress } from './imports/importFeed.ts';
export { type Example, OUTCOMES } from './imports/plan.ts';
export type { ProductFilter } from './products/productFilter.ts';
export type { CatalogCounts, FacetValue } from './products/store.ts';
export type { CatalogProduct } from './products/storeForTriplets.ts';

export interface CatalogDeps {
  readonly env: Env;
  readonly database: Database;
  readonly storage: Storage;
  readonly jobs: Jobs;
  readonly uploads: UploadsService;
  readonly clock?: () => Date;
  /** Left out: one that env.fetchAllowHosts rules. */
  readonly fetcher?: Fetcher;
}

export type CatalogService = ReturnType<typeof createCatalogService>;

/** Catalogs, their products and images, and the imports that bring them. */
export function createCatalogService(deps: CatalogDeps) {
  const { database, env, storage, clock = () => new Date() } = deps;
  const fetcher = deps.fetcher ?? createFetcher({ allowHosts: env.fetchAllowHosts });
  const products = createProductsStore(database);
  const imports = createImportsStore(database, clock);
  const importer = createImporter({ ...deps, imports, fetcher, clock });
  const { start: startImport } = importer;
  const sources = createSourcesService({ ...deps, fetcher, clock, startImport });

  async function requireCatalog(id: string): Promise<Catalog> {
    const catalog = (await products.catalogsByIds([id])).get(id);
    if (!catalog) throw notFound('catalog', id);
    return catalog;
  }

  async function requireImportRun(id: string): Promise<ImportRun> {
    const run = await imports.find(id);
    if (!run) throw notFound('import run', id);
    return run;
  }

  /** Counts and issues of a run as CSV. */
  const reportOf = async (id: string): Promise<Readable> =>
    reportCsv(await requireImportRun(id), imports.issuePages(id));

  return {
    /** Addresses that catalogs are imported from on a schedule. */
    sources,
    /** Images of several products that seem to show the same. */
    duplicates: createDuplicatesService(deps),
    listCatalogs: (): Promise<Catalog[]> => products.catalogs(),
    requireCatalog,
    catalogsByIds: (ids: readonly string[]): Promise<Map<string, Catalog>> =>
      products.catalogsByIds(ids),
    /** By name, or else by id. */
    async findCatalog(nameOrId: string): Promise<Catalog | null> {
      const named = await products.catalogByName(nameOrId);
      if (named || !UUID.test(nameOrId)) return named;
      return (await products.catalogsByIds([nameOrId])).get(nameOrId) ?? null;
    },
    /** Catalogs without products are missing in the answer. */
    catalogCounts: (ids: readonly string[]): Promise<Map<string, CatalogCounts>> =>
      products.catalogCounts(ids),
    facets: (catalogId: string, field: 'category' | 'brand'): Promise<FacetValue[]> =>
      products.facets(catalogId, field),

    async requireProduct(id: string): Promise<Product> {
      const product = (await products.productsByIds([id])).get(id);
      if (!product) throw notFound('product', id);
      return product;
    },
    productsByIds: (ids: readonly string[]): Promise<Map<string, Product>> =>
      products.productsByIds(ids),
    /** @throws BAD_INPUT, LIMIT_EXCEEDED for a page size out of range or a foreign cursor */
    async productsPage(
      request: PageRequest & { readonly filter?: ProductFilter | undefined },
    ): Promise<Connection<Product>> {
      const first = checkFirst(request.first, 24);
      const filter = productFilterSql(request.filter ?? {}, 'product');
      const rows = await products.productsAfter(filter, cursorId(request.after, UUID), first + 1);
      return connectionOf(rows, first, request.after, ({ id }) => encodeCursor([id]));
    },
    productFilterSql,

    imagesByIds: (ids: readonly string[]): Promise<Map<string, Image>> => products.imagesByIds(ids),
    /** The images of each product, in order. */
    async productImages(productIds: readonly string[]): Promise<Map<string, ProductImage[]>> {
      const links = await products.productImages(productIds);
      return Map.groupBy(links, ({ productId }) => productId);
    },
    /** What became of the images that feeds name, in order. */
    async imageReferences(productIds: readonly string[]): Promise<Map<string, ImageReference[]>> {
      const references = await referencesOf(database, productIds);
      return Map.groupBy(references, ({ productId }) => productId);
    },
    /** Removes images that neither products nor triplets use, with their vectors and files. */
    forgetUnusedImages: (): Promise<void> => forgetUnusedImages({ database, storage, imports }),

    /** The products that show each image. */
    async productsOfImages(imageIds: readonly string[]): Promise<Map<string, Product[]>> {
      const links = Map.groupBy(await products.imageLinks(imageIds), ({ imageId }) => imageId);
      const distinct = [...links].map(([imageId, of]) => {
        const byId = new Map(of.map(({ product }) => [product.id, product]));
        return [imageId, [...byId.values()]] as [string, Product[]];
      });
      return new Map(distinct);
    },
    tripletProducts: (catalogId: string): Promise<CatalogProduct[]> =>
      tripletProducts(database, catalogId),
    imagesByName: (catalogId: string, names: readonly string[]): Promise<Map<string, string>> =>
      imagesByName(database, catalogId, names),

    /** What a feed looks like, and how it would be read. @throws BAD_INPUT */
    analyzeFeed: (input: FeedInput & { catalog?: string | null }): Promise<FeedAnalysis> =>
      importer.analyze(input),
    /** Queues a dry run: an import run that writes nothing but what it found. @throws BAD_INPUT */
    planImport: (input: ImportInput): Promise<ImportRun> => importer.start(input, true),
    /** Queues the import that a dry run showed. @throws NOT_FOUND, BAD_INPUT, CONFLICT */
    confirmImport: (planId: string, options: { allowLargeRemoval?: boolean } = {}) =>
      importer.confirm(planId, options.allowLargeRemoval ?? false),
    /** Checks the request, makes an import run and queues it. @throws BAD_INPUT */
    startImport: (input: ImportInput): Promise<ImportRun> => importer.start(input),
    /** Does the work of a queued run in this process. */
    runImport: (id: string, options?: RunImportOptions): Promise<ImportRun> =>
      importer.run(id, options),
    async cancelImport(id: string): Promise<ImportRun> {
      await requireImportRun(id);
      await imports.requestCancel(id);
      return requireImportRun(id);
    },
    requireImportRun,
    /** Path of the run's report, good for an hour or two. */
    reportUrl: (id: string): string => reportPath(uploadSecret(env), id, clock()),
    /** @throws NOT_FOUND, also when the address was not signed by us or has expired */
    async report(id: string, given: { expires?: string; token?: string }): Promise<Readable> {
      checkReportToken(uploadSecret(env), id, given, clock());
      return reportOf(id);
    },
    reportOf,
    /** The imports that were confirmed from these dry runs. */
    importsOfPlans: (planIds: readonly string[]): Promise<Map<string, ImportRun>> =>
      imports.ofPlans(planIds),
    findImportRun: (id: string): Promise<ImportRun | null> => imports.find(id),
    openImports: (): Promise<ImportRun[]> => imports.open(),
    importRuns: (catalogId: string | undefined, first?: number | null): Promise<ImportRun[]> =>
      imports.list(catalogId, checkFirst(first, 20)),
    issueCounts: (runIds: readonly string[]): Promise<Map<string, number>> =>
      imports.issueCounts(runIds),
    async importIssues(runId: string, request: PageRequest): Promise<Connection<ImportIssue>> {
      const first = checkFirst(request.first, 50);
      const after = cursorId(request.after, /^\d{1,18}$/);
      const rows = await imports.issues(
        runId,
        first + 1,
        after === undefined ? after : BigInt(after),
      );
      return connectionOf(rows, first, request.after, ({ id }) => encodeCursor([id.toString()]));
    },

    /**
     * Deletes a catalog, all that was made of it, and images that nothing else uses.
     * @throws CONFLICT while an import is running
     */
    async deleteCatalog(id: string): Promise<void> {
      await requireCatalog(id);
      if ((await imports.countActive()) > 0) {
        throw new AppError('CONFLICT', 'An import is running; cancel it or wait for its end.');
      }
      await deleteCatalog(database, id);
      await forgetUnusedImages({ database, storage, imports });
    },

    /** Removes files that an interrupted import left, an hour old at least. @returns how many */
    sweepImages: (): Promise<number> =>
      sweepImages({ database, storage, imports }, new Date(clock().getTime() - HOUR_MS)),
  };
}

const HOUR_MS = 60 * 60 * 1000;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** The one id in a cursor; anything else did not come from us. */
function cursorId(after: string | null | undefined, shape: RegExp): string | undefined {
  const [id] = decodeCursor(after, 1) ?? [];
  if (id === undefined) return undefined;
  if (typeof id === 'string' && shape.test(id)) return id;
  throw badInput('after', 'after must be a cursor that this field gave out (pageInfo.endCursor).');
}
