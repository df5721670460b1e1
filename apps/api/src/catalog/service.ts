import type { ServiceDeps } from '../deps.ts';
import { createFetcher, type Fetcher } from '../fetch/fetcher.ts';
import type { UploadsService } from '../uploads/service.ts';
import { createDuplicatesService } from './duplicates/service.ts';
import { createFeedsService } from './feeds/service.ts';
import { createImagesService } from './images/service.ts';
import { createImportsService } from './imports/service.ts';
import { createProductsService } from './products/service.ts';
import { createSourcesService } from './sources/service.ts';

export type CatalogService = ReturnType<typeof createCatalogService>;

export interface CatalogDeps extends Omit<ServiceDeps, 'clock'> {
  readonly clock?: () => Date;
  readonly uploads: UploadsService;
  /** Left out: one that env.fetchAllowHosts rules. */
  readonly fetcher?: Fetcher;
}

/** Catalogs, their products and images, and the feeds and imports that bring them. */
export function createCatalogService(given: CatalogDeps) {
  const fetcher = given.fetcher ?? createFetcher({ allowHosts: given.env.fetchAllowHosts });
  const deps = { clock: () => new Date(), ...given, fetcher };
  const images = createImagesService(deps);
  const feeds = createFeedsService(deps);
  const imports = createImportsService({ ...deps, feeds, images });
  return {
    products: createProductsService({ ...deps, images }),
    images,
    duplicates: createDuplicatesService(deps),
    feeds,
    imports,
    sources: createSourcesService({ ...deps, imports }),
  };
}
