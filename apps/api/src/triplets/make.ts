import { AppError, throwIfCancelled } from '../errors.ts';
import type { RunningJob } from '../jobs/runJob.ts';
import type { NewTriplet } from './makingStore.ts';
import type { MadeSet, TripletStore } from './store.ts';

/** What the two ways of making a set are given. */
export interface MakeRun {
  readonly store: TripletStore;
  /** What is being done and how far it is; cheap to call often. */
  progress(phase: string, done: number, total: number): void;
  /** @throws CANCELLED once the maker was asked to stop */
  throwIfCancelled(): void;
  /** @throws CONFLICT when another process has taken the set over */
  write(triplets: readonly NewTriplet[]): Promise<void>;
}

/** What is known when all rows are written. */
export type MakeResult = Omit<MadeSet, 'counts'>;

export function makeRunOf(
  store: TripletStore,
  { claim, signal, progress }: RunningJob,
  onProgress: MakeRun['progress'] | undefined,
): MakeRun {
  return {
    store,
    progress(phase, done, total) {
      progress(phase, done, total);
      onProgress?.(phase, done, total);
    },
    throwIfCancelled: () => throwIfCancelled(signal, 'Making triplets'),
    async write(triplets) {
      if (triplets.length === 0 || (await store.insertTriplets(claim, triplets))) return;
      throw new AppError('CONFLICT', 'Another process makes this set now.', { id: claim.id });
    },
  };
}
