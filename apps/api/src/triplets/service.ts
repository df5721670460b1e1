import type { Split } from '../../../../prisma/client/enums.ts';
import type { CatalogService } from '../catalog/service.ts';
import type { ServiceDeps } from '../deps.ts';
import { notFound } from '../errors.ts';
import { createJobRows } from '../jobs/jobRow.ts';
import type { UploadsService } from '../uploads/service.ts';
import { type PageOfTriplets, pageOfTriplets, sampleOf, type TripletSample } from './browse.ts';
import type { GenerateTripletsInput } from './generateInput.ts';
import { type MakeOptions, makeSet } from './makeSet.ts';
import type { Triplet } from './readingStore.ts';
import { type ImportTripletsInput, startGeneratedSet, startImportedSet } from './startSet.ts';
import { createTripletStore } from './store.ts';
import { type TrainingTriplet, trainingTriplets } from './trainingTriplets.ts';
import type { TripletSet } from './tripletSet.ts';

export type TripletsService = ReturnType<typeof createTripletsService>;

const MAX_SETS = 500;

/** Triplet sets: immutable, numbered by version under a name, made in the background. */
export function createTripletsService(
  given: ServiceDeps & { uploads: UploadsService; catalog: CatalogService },
) {
  const store = createTripletStore(given.database);
  const deps = { ...given, store };
  const rows = createJobRows(given.database.prisma, 'TripletSet');

  async function requireSet(id: string): Promise<TripletSet> {
    const set = await store.findSet(id);
    if (!set) throw notFound('triplet set', id);
    return set;
  }

  return {
    requireSet,
    setsByIds: store.setsByIds,
    tripletsByIds: store.tripletsByIds,
    /** Newest first. */
    list: (catalogId?: string): Promise<TripletSet[]> => store.listSets(catalogId, MAX_SETS),

    /** By id, or by name: `looks` is the newest version, `looks@2` that version. */
    async findSet(nameOrId: string): Promise<TripletSet | null> {
      if (/^[0-9a-f]{8}-/i.test(nameOrId)) return store.findSet(nameOrId);
      const [, name, version] = /^(.*?)(?:@(\d{1,9}))?$/s.exec(nameOrId) ?? [];
      return store.findByName(name ?? nameOrId, version ? Number(version) : undefined);
    },

    startGenerate: (input: GenerateTripletsInput) => startGeneratedSet(deps, input),
    startImport: (input: ImportTripletsInput) => startImportedSet(deps, input),

    /** Makes a waiting set, see makeSet; one that is not waiting is returned as it is. */
    async runMake(id: string, options: MakeOptions = {}): Promise<TripletSet> {
      await makeSet(deps, await requireSet(id), options);
      return requireSet(id);
    },

    /** A waiting set ends at once, one that is being made after its batch; it then has no rows. */
    async cancel(id: string): Promise<TripletSet> {
      await requireSet(id);
      // One whose maker has died ends at once too, with what that maker left.
      if (await rows.requestCancel(id)) await store.deleteLeftTriplets();
      return requireSet(id);
    },

    /** Takes away the rows that makers which died left of sets that ended early. */
    removeLeftTriplets: store.deleteLeftTriplets,

    async page(setId: string, request: PageOfTriplets): Promise<Triplet[]> {
      return pageOfTriplets(store, await requireSet(setId), request);
    },

    /** Random rows of one split; the same seed gives the same rows. @throws LIMIT_EXCEEDED */
    async sample(setId: string, request: TripletSample): Promise<Triplet[]> {
      return sampleOf(store, await requireSet(setId), request);
    },

    /** All rows of a split in order of id, in batches; reviewed rows as the reviewer left them. */
    async *trainingTriplets(setId: string, split: Split): AsyncGenerator<TrainingTriplet[]> {
      yield* trainingTriplets(store, await requireSet(setId), split);
    },
  };
}
