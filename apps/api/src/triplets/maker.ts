import type { TripletSet } from '../../../../prisma/client/client.ts';
import type { CatalogService } from '../catalog/service.ts';
import type { ServiceDeps } from '../deps.ts';
import { cancelled, describeError, notFound } from '../errors.ts';
import type { MakeResult } from './make.ts';
import { makeGenerated } from './makeGenerated.ts';
import { makeImported } from './makeImported.ts';
import type { TripletIssue, TripletStore } from './store.ts';

export interface MakeOptions {
  signal?: AbortSignal;
  onProgress?: (share: number) => void;
  /** What an abort means: the work is given up, or another worker shall start it again. */
  onAbort?: 'cancel' | 'requeue';
}

interface MakerDeps extends Pick<ServiceDeps, 'clock' | 'logger'> {
  catalog: Pick<CatalogService, 'tripletProducts' | 'imagesByName'>;
  store: TripletStore;
}

const PROGRESS_EVERY_MS = 500;
const HEARTBEAT_MS = 5_000;
const SILENT_MS = 60_000;

/** A set being made without a heartbeat since has lost its maker. */
export function silentSince(now: Date): Date {
  return new Date(now.getTime() - SILENT_MS);
}

/** Makes sets: claims one, writes its rows, and takes them away again if that goes wrong. */
export function createMaker({ store, catalog, clock, logger }: MakerDeps) {
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

  /**
   * Makes a waiting set. On failure or cancellation its rows are gone and the set says why; a set
   * that is not waiting is left as it is.
   * @throws what went wrong, after it was recorded
   */
  return async function runMake(id: string, options: MakeOptions = {}): Promise<TripletSet> {
    const set = await store.findSet(id);
    if (!set) throw notFound('triplet set', id);
    if (!(await store.claim(id, clock(), silentSince(clock())))) return set;
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
  };
}
