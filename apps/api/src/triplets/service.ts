import type { Split, Triplet, TripletSet } from '../../../../prisma/client/client.ts';
import type { CatalogService } from '../catalog/service.ts';
import type { ServiceDeps } from '../deps.ts';
import { AppError, badInput, notFound } from '../errors.ts';
import type { UploadsService } from '../uploads/service.ts';
import { countsOf, type TripletFilter } from './counts.ts';
import { type CsvInput, locateFiles } from './files.ts';
import { createMaker, silentSince } from './maker.ts';
import { type GenerateTripletsInput, parseGenerateInput } from './recipe.ts';
import { sampleTriplets } from './sample.ts';
import { createTripletStore, type NewTripletSet } from './store.ts';

export interface ImportTripletsInput {
  catalogId: string;
  name: string;
  files: readonly CsvInput[];
  /** The operator's own command line may read anywhere; everybody else under IMPORT_ROOTS. */
  trusted?: boolean;
}

export type { MakeOptions } from './maker.ts';
export type TripletsService = ReturnType<typeof createTripletsService>;

const MAX_SETS = 500;
const MAX_SAMPLE = 48;
const TRAINING_BATCH = 20_000;

/** Triplet sets: immutable, numbered by version under a name, made in the background. */
export function createTripletsService(
  deps: ServiceDeps & { uploads: UploadsService; catalog: CatalogService },
) {
  const { database, catalog, jobs, clock } = deps;
  const store = createTripletStore(database);

  async function requireSet(id: string): Promise<TripletSet> {
    const set = await store.findSet(id);
    if (!set) throw notFound('triplet set', id);
    return set;
  }

  async function start(set: NewTripletSet): Promise<TripletSet> {
    const created = await store.createSet(set);
    await jobs.send('triplets.make', { id: created.id });
    return created;
  }

  return {
    /** Creates a set to be drawn from the catalog's attributes. @throws BAD_INPUT, NOT_FOUND */
    async startGenerate(input: GenerateTripletsInput): Promise<TripletSet> {
      const recipe = parseGenerateInput(input);
      const name = requireName(input.name);
      const { id: catalogId } = await catalog.requireCatalog(input.catalogId);
      return start({ catalogId, name, source: 'GENERATED', recipe });
    },

    /** Creates a set to be read from CSV files. @throws BAD_INPUT, NOT_FOUND */
    async startImport(input: ImportTripletsInput): Promise<TripletSet> {
      const name = requireName(input.name);
      const { id: catalogId } = await catalog.requireCatalog(input.catalogId);
      const files = await locateFiles(input.files, deps, input.trusted ?? false);
      return start({ catalogId, name, source: 'IMPORTED', recipe: { files } });
    },

    runMake: createMaker({ ...deps, store }),

    /** Tells the queue again of every set that waits, and of those whose maker has died. */
    async repair(): Promise<void> {
      for (const id of await store.unfinished(silentSince(clock()))) {
        await jobs.send('triplets.make', { id });
      }
    },

    requireSet,

    /** By id, or by name: `looks` is the newest version, `looks@2` that version. */
    async findSet(nameOrId: string): Promise<TripletSet | null> {
      if (/^[0-9a-f]{8}-/i.test(nameOrId)) return store.findSet(nameOrId);
      const [, name, version] = /^(.*?)(?:@(\d{1,9}))?$/s.exec(nameOrId) ?? [];
      return store.findByName(name ?? nameOrId, version ? Number(version) : undefined);
    },

    setsByIds: store.setsByIds,

    list(catalogId?: string): Promise<TripletSet[]> {
      return store.listSets(catalogId, MAX_SETS);
    },

    /**
     * Rows in order, after the row with id `after`, one more than `first` if there are more.
     * A set that is still being made has no rows to show.
     */
    async page(
      setId: string,
      request: { first: number; after?: string | undefined; filter?: TripletFilter },
    ): Promise<Triplet[]> {
      const set = await requireSet(setId);
      const bounds = boundsOf(set, request.filter?.split ?? null);
      if (!bounds) return [];
      const from = request.after === undefined ? bounds.from : String(BigInt(request.after) + 1n);
      const { filter = {}, first } = request;
      return store.tripletsFrom(setId, filter, { from, to: bounds.to }, first + 1);
    },

    /** Random rows of one split; the same seed gives the same rows. @throws LIMIT_EXCEEDED */
    async sample(
      setId: string,
      request: { split: Split; count: number; seed: number; filter?: TripletFilter },
    ): Promise<Triplet[]> {
      const { count } = request;
      if (!Number.isInteger(count) || count < 1) {
        throw badInput('count', 'count must be a whole number of at least 1.');
      }
      if (count > MAX_SAMPLE) {
        const message = `count may be at most ${MAX_SAMPLE}.`;
        throw new AppError('LIMIT_EXCEEDED', message, { field: 'count', max: MAX_SAMPLE });
      }
      const set = await requireSet(setId);
      return sampleTriplets(store, set, { ...request, filter: request.filter ?? {} });
    },

    async tripletsByIds(ids: readonly string[]): Promise<Map<string, Triplet>> {
      const rows = await store.tripletsByIds(ids);
      return new Map(rows.map((row) => [String(row.id), row]));
    },

    /** All rows of a split in order of id, in batches; reviewed rows as the reviewer left them. */
    async *trainingTriplets(setId: string, split: Split): AsyncGenerator<TrainingTriplet[]> {
      const bounds = boundsOf(await requireSet(setId), split);
      if (!bounds) return;
      let from = bounds.from;
      while (true) {
        const range = { from, to: bounds.to };
        const rows = await store.tripletsFrom(setId, { split }, range, TRAINING_BATCH);
        const last = rows.at(-1);
        if (!last) return;
        yield rows.flatMap(asReviewed);
        from = String(last.id + 1n);
      }
    },
  };
}

/** Image ids. */
export interface TrainingTriplet {
  query: string;
  positive: string;
  negative: string;
}

function asReviewed(row: Triplet): TrainingTriplet[] {
  const [query, positive, negative] = [
    row.queryImageId,
    row.positiveImageId,
    row.negativeImageId,
  ] as const;
  if (row.review === 'DROPPED') return [];
  if (row.review === 'SWAPPED') return [{ query, positive: negative, negative: positive }];
  return [{ query, positive, negative }];
}

function boundsOf(set: TripletSet, split: Split | null): { from: string; to: string } | undefined {
  if (set.status !== 'SUCCEEDED') return undefined;
  const ranges = countsOf(set).ranges.filter((range) => split === null || range.split === split);
  const [head, ...rest] = ranges;
  if (!head) return undefined;
  let from = BigInt(head.first);
  let to = BigInt(head.last);
  for (const range of rest) {
    if (BigInt(range.first) < from) from = BigInt(range.first);
    if (BigInt(range.last) > to) to = BigInt(range.last);
  }
  return { from: String(from), to: String(to) };
}

/** @throws BAD_INPUT */
function requireName(name: string): string {
  const trimmed = name.trim();
  // `name@2` names a version on the command line, so a name itself has no @.
  if (trimmed === '' || trimmed.length > 100 || trimmed.includes('@')) {
    throw badInput('name', 'name must have 1 to 100 characters and no @.');
  }
  return trimmed;
}
