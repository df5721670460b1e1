import type { Split } from '../../../../prisma/client/enums.ts';
import { boundsOf } from './idBounds.ts';
import type { ReviewedTriplet } from './readingStore.ts';
import type { TripletStore } from './store.ts';
import type { TripletSet } from './tripletSet.ts';

const BATCH = 20_000;

/** Image ids. */
export interface TrainingTriplet {
  query: string;
  positive: string;
  negative: string;
}

/** All rows of a split in order of id, in batches; reviewed rows as the reviewer left them. */
export async function* trainingTriplets(
  store: Pick<TripletStore, 'reviewedTriplets'>,
  set: TripletSet,
  split: Split,
): AsyncGenerator<TrainingTriplet[]> {
  const bounds = boundsOf(set, split);
  if (!bounds) return;
  let { from } = bounds;
  while (true) {
    const range = { from, to: bounds.to };
    const rows = await store.reviewedTriplets(set.id, split, range, BATCH);
    const last = rows.at(-1);
    if (!last) return;
    yield rows.flatMap(asReviewed);
    from = String(last.id + 1n);
  }
}

function asReviewed(row: ReviewedTriplet): TrainingTriplet[] {
  const { queryImageId: query, positiveImageId: positive, negativeImageId: negative } = row;
  if (row.review === 'DROPPED') return [];
  if (row.review === 'SWAPPED') return [{ query, positive: negative, negative: positive }];
  return [{ query, positive, negative }];
}
