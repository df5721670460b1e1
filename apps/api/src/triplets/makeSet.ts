import type { CatalogService } from '../catalog/service.ts';
import type { ServiceDeps } from '../deps.ts';
import { AppError, describeError } from '../errors.ts';
import { type RunJobOptions, type RunningJob, runJob } from '../jobs/runJob.ts';
import { type MakeResult, type MakeRun, makeRunOf } from './make.ts';
import { makeGenerated } from './makeGenerated.ts';
import { makeImported } from './makeImported.ts';
import type { Refused, TripletStore } from './store.ts';
import type { TripletIssue, TripletSet } from './tripletSet.ts';

export interface MakeOptions extends RunJobOptions {
  readonly onProgress?: MakeRun['progress'] | undefined;
}

interface MakeDeps extends Pick<ServiceDeps, 'database' | 'logger'> {
  readonly catalog: Pick<CatalogService, 'products' | 'images'>;
  readonly store: TripletStore;
}

/**
 * Makes a waiting set. On failure or cancellation its rows are gone and the set says why; a set
 * that is not waiting is left as it is.
 * @throws what went wrong, after it was recorded
 */
export async function makeSet(
  deps: MakeDeps,
  set: TripletSet,
  options: MakeOptions,
): Promise<void> {
  const { store, logger } = deps;
  const job = { id: set.id, table: 'TripletSet', name: 'Making triplets' } as const;
  await runJob({ client: deps.database.prisma, logger }, job, options, async (running) => {
    // What a maker that died before left is not part of this one.
    await store.deleteTriplets(running.claim);
    try {
      const result = await makeRows(deps, set, makeRunOf(store, running, options.onProgress));
      await finish(store, running, result);
    } catch (error) {
      await undo(store, running, error);
      throw error;
    }
  });
}

async function makeRows(
  { catalog }: MakeDeps,
  { id, catalogId, recipe }: TripletSet,
  run: MakeRun,
): Promise<MakeResult> {
  run.throwIfCancelled();
  switch (recipe?.source) {
    case 'GENERATED':
      return makeGenerated(recipe, await catalog.products.forTriplets(catalogId), run);
    case 'IMPORTED': {
      const findImages = (names: readonly string[]) => catalog.images.byName(catalogId, names);
      return makeImported({ id, catalogId, recipe }, findImages, run);
    }
    case undefined:
      throw new AppError('RECIPE_INVALID', 'This set has no recipe to be made by.', { id });
  }
}

async function finish(
  store: TripletStore,
  { claim, succeed }: RunningJob,
  result: MakeResult,
): Promise<void> {
  await store.analyzeTriplets();
  const counts = await store.countTriplets(claim.id);
  await store.keepMade(claim.id, { ...result, counts }, (client) => succeed({ client }));
}

/** Takes the rows away again, and keeps which rows of the source were refused. */
async function undo(store: TripletStore, { claim }: RunningJob, error: unknown): Promise<void> {
  await store.deleteTriplets(claim);
  await store.keepRefused(claim, refusedBy(error));
}

/** An error over a whole file carries its refused rows. */
function refusedBy(error: unknown): Refused {
  const { details } = describeError(error);
  const issues = Array.isArray(details.issues) ? (details.issues as TripletIssue[]) : [];
  return { issues, issueCount: Number(details.issueCount ?? issues.length) };
}
