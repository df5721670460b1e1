import type { Split } from '../../../../prisma/client/enums.ts';
import { AppError, badInput } from '../errors.ts';
import type { TripletFilter } from './counts.ts';
import { boundsOf } from './idBounds.ts';
import type { Triplet } from './readingStore.ts';
import { sampleTriplets } from './sampleTriplets.ts';
import type { TripletStore } from './store.ts';
import type { TripletSet } from './tripletSet.ts';

const MAX_SAMPLE = 48;

export interface PageOfTriplets {
  first: number;
  /** Id of the row before the page. */
  after?: string | undefined;
  filter?: TripletFilter;
}

/**
 * Rows in order, one more than `first` if there are more. A set that is still being made has no
 * rows to show.
 */
export async function pageOfTriplets(
  store: TripletStore,
  set: TripletSet,
  { first, after, filter = {} }: PageOfTriplets,
): Promise<Triplet[]> {
  const bounds = boundsOf(set, filter.split ?? null);
  if (!bounds) return [];
  const from = after === undefined ? bounds.from : String(BigInt(after) + 1n);
  return store.tripletsFrom(set.id, filter, { from, to: bounds.to }, first + 1);
}

export interface TripletSample {
  split: Split;
  count: number;
  seed: number;
  filter?: TripletFilter;
}

/** Random rows of one split; the same seed gives the same rows. @throws BAD_INPUT, LIMIT_EXCEEDED */
export async function sampleOf(
  store: TripletStore,
  set: TripletSet,
  { filter = {}, ...request }: TripletSample,
): Promise<Triplet[]> {
  checkSampleSize(request.count);
  return sampleTriplets(store, set, { ...request, filter });
}

function checkSampleSize(count: number): void {
  if (!Number.isInteger(count) || count < 1) {
    throw badInput('count', 'count must be a whole number of at least 1.');
  }
  if (count > MAX_SAMPLE) {
    const message = `count may be at most ${MAX_SAMPLE}.`;
    throw new AppError('LIMIT_EXCEEDED', message, { field: 'count', max: MAX_SAMPLE });
  }
}
