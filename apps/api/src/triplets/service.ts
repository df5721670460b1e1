import type { Split, Triplet, TripletSet } from '../../../../prisma/client/client.ts';
import type { CatalogService } from '../catalog/service.ts';
import { AppError, badInput, cancelled, describeError, notFound } from '../errors.ts';
import type { ServiceDeps } from '../services.ts';
import type { UploadsService } from '../uploads/service.ts';
import { countsOf, type TripletFilter } from './counts.ts';
import { type CsvInput, locateFiles } from './files.ts';
import type { MakeResult } from './make.ts';
import { makeGenerated } from './makeGenerated.ts';
import { makeImported } from './makeImported.ts';
import { type GenerateTripletsInput, parseGenerateInput } from './recipe.ts';
import { sampleTriplets } from './sample.ts';
import { createTripletStore, type NewTripletSet, type TripletIssue } from './store.ts';

export interface ImportTripletsInput {
  catalogId: string;
  name: string;
  files: readonly CsvInput[];
  /** The operator's own command line may read anywhere; everybody else under IMPORT_ROOTS. */
  trusted?: boolean;
}

export interface MakeOptions {
  signal?: AbortSignal;
  onProgress?: (share: number) => void;
  /** What an abort means: the work is given up, or another worker shall start it again. */
  onAbort?: 'cancel' | 'requeue';
}

export type TripletsService = ReturnType<typeof createTripletsService>;

const MAX_SETS = 500;
const MAX_SAMPLE = 48;
const TRAINING_BATCH = 20_000;
const PROGRESS_EVERY_MS = 500;
const HEARTBEAT_MS = 5_000;
/** A set being made without a heartbeat for so long has lost its maker. */
const SILENT_MS = 60_000;

/** Triplet sets: immutable, numbered by version under a name, made in the background. */
export function createTripletsService(
  deps: ServiceDeps & { uploads: UploadsService; catalog: CatalogService },
) {
  const { database, catalog, jobs, clock, logger } = deps;
  const store = createTripletStore(database);

  async function requireSet(id: string): Promise<TripletSet> {
    const set = await store.findSet(id);
    if (!set) throw notFound('triplet set', id);
    return set;
  }

  const silentSince = () => new Date(clock().getTime() - SILENT_MS);

  async function start(set: NewTripletSet): Promise<TripletSet> {
    const created = await store.createSet(set);
    await jobs.send('triplets.make', { id: created.id });
    return created;
  }

  /** Progress for the row (now and then) and for the caller (always). */
  function progressOf(id: string, onProgress: MakeOptions['onProgress']) {
    let written = 0;
    return async (share: number) => {
      onProgress?.(share);
      if (Date.now() - written < PROGRESS_EVERY_MS) return;
      written = Date.now();
      await store.setProgress(id, share);
    };
  }

  async function make(set: TripletSet, options: MakeOptions): Promise<MakeResult> {
    const throwIfCancelled = () => {
      if (options.signal?.aborted) throw cancelled('Making triplets');
    };
    const run = { store, throwIfCancelled, progress: progressOf(set.id, options.onProgress) };
    throwIfCancelled();
    // What a maker that died before left is not part of this one.
    await store.deleteTriplets(set.id);
    if (set.source === 'GENERATED') {
      return makeGenerated(set, await catalog.tripletProducts(set.catalogId), run);
    }
    return makeImported(set, (names) => catalog.imagesByName(set.catalogId, names), run);
  }

  async function finish(set: TripletSet, result: MakeResult): Promise<TripletSet> {
    await store.analyzeTriplets();
    const counts = await store.countTriplets(set.id);
    return store.endSet(set.id, { status: 'SUCCEEDED', counts, ...result }, clock());
  }

  /** Takes the rows away again, then says why on the set. */
  async function undo(set: TripletSet, error: unknown, options: MakeOptions): Promise<void> {
    await store.deleteTriplets(set.id);
    const { code, message, details, expected } = describeError(error);
    if (code === 'CANCELLED' && options.onAbort === 'requeue') return store.requeue(set.id);
    if (!expected) logger.error({ err: error, tripletSetId: set.id }, 'making triplets failed');
    const status = code === 'CANCELLED' ? 'CANCELLED' : 'FAILED';
    const issues = Array.isArray(details.issues) ? (details.issues as TripletIssue[]) : [];
    const issueCount = Number(details.issueCount ?? issues.length);
    const end = { status, errorCode: code, error: message, issues, issueCount } as const;
    await store.endSet(set.id, end, clock());
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

    /**
     * Makes a waiting set. On failure or cancellation its rows are gone and the set says why; a set
     * that is not waiting is left as it is.
     * @throws what went wrong, after it was recorded
     */
    async runMake(id: string, options: MakeOptions = {}): Promise<TripletSet> {
      const set = await requireSet(id);
      if (!(await store.claim(id, clock(), silentSince()))) return set;
      const heart = setInterval(() => {
        store
          .heartbeat(id, clock())
          .catch((error: unknown) => logger.warn({ err: error }, 'heartbeat failed'));
      }, HEARTBEAT_MS);
      try {
        return await finish(set, await make(set, options));
      } catch (error) {
        await undo(set, error, options);
        throw error;
      } finally {
        clearInterval(heart);
      }
    },

    /** Tells the queue again of every set that waits, and of those whose maker has died. */
    async repair(): Promise<void> {
      for (const id of await store.unfinished(silentSince())) {
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
