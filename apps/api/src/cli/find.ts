import type { Catalog, Product } from '../../../../prisma/client/client.ts';
import { AppError } from '../errors.ts';
import type { Services } from '../services.ts';
import type { TrainingRun } from '../training/trainingRun.ts';
import type { TripletSet } from '../triplets/tripletSet.ts';

/** By name or id; without one, the only catalog there is. @throws NOT_FOUND, BAD_INPUT */
export async function requireCatalog(services: Services, nameOrId?: string): Promise<Catalog> {
  if (nameOrId !== undefined) {
    const found = await services.catalog.products.findCatalog(nameOrId);
    if (found) return found;
    throw missing(
      'catalog',
      nameOrId,
      (await services.catalog.products.listCatalogs()).map(nameOf),
    );
  }
  const catalogs = await services.catalog.products.listCatalogs();
  const [only, ...others] = catalogs;
  if (only && others.length === 0) return only;
  const message = only
    ? `There are several catalogs; choose one with --catalog: ${catalogs.map(nameOf).join(', ')}.`
    : 'There is no catalog yet; bring one in with: semblance ingest';
  throw new AppError(only ? 'BAD_INPUT' : 'NOT_FOUND', message);
}

/** By the id that the feed gave it. @throws NOT_FOUND */
export async function requireProduct(
  services: Services,
  catalog: Catalog,
  externalId: string,
): Promise<Product> {
  const filter = { catalogId: catalog.id, search: externalId };
  for (let after: string | null = null; ; ) {
    const page: Awaited<ReturnType<Services['catalog']['products']['page']>> =
      await services.catalog.products.page({ filter, first: 100, after });
    const found = page.edges.find(({ node }) => node.externalId === externalId);
    if (found) return found.node;
    if (!page.pageInfo.hasNextPage)
      throw missing('product', `${externalId} in ${catalog.name}`, []);
    after = page.pageInfo.endCursor;
  }
}

/** `looks`, `looks@2` or an id; without one, the newest finished set. @throws NOT_FOUND */
export async function requireTripletSet(
  services: Services,
  nameOrId?: string,
): Promise<TripletSet> {
  const sets = await services.triplets.list();
  if (nameOrId !== undefined) {
    const found = await services.triplets.findSet(nameOrId);
    if (found) return found;
    throw missing('triplet set', nameOrId, [...new Set(sets.map(nameOf))]);
  }
  const newest = sets.find(({ status }) => status === 'SUCCEEDED');
  if (newest) return newest;
  const message = 'There is no triplet set yet; make one with: semblance triplets generate';
  throw new AppError('NOT_FOUND', message);
}

/** By name or id. @throws NOT_FOUND */
export async function requireRun(services: Services, nameOrId: string): Promise<TrainingRun> {
  const found = await services.training.findRunByNameOrId(nameOrId);
  if (found) return found;
  const runs = await services.training.page({ first: 10 });
  throw missing('training run', nameOrId, runs.map(nameOf));
}

function nameOf({ name }: { name: string }): string {
  return name;
}

function missing(kind: string, wanted: string, known: readonly string[]): AppError {
  const shown = known.slice(0, 10).join(', ');
  const hint = known.length > 0 ? ` There are: ${shown}.` : '';
  return new AppError('NOT_FOUND', `There is no ${kind} ${wanted}.${hint}`, { kind });
}
