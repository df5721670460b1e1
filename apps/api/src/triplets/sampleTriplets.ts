import { deriveSeed, seededRandom } from '@semblance/ml';
import type { Split } from '../../../../prisma/client/enums.ts';
import { type StoredCounts, type TripletFilter, totalOf } from './counts.ts';
import type { Triplet } from './readingStore.ts';
import type { TripletStore } from './store.ts';

/** Below this share of hits, drawing ids costs more than reading all rows of the filter. */
const MIN_DENSITY = 0.02;
const MAX_ROUNDS = 20;

/**
 * Up to `count` different rows of one split, each equally likely; the same seed gives the same rows
 * in the same order. Ids are drawn from the split's range and looked up by key, so the cost does
 * not grow with the set; where too few ids of the range would pass, all that pass are ordered by a
 * hash instead.
 */
export async function sampleTriplets(
  store: Pick<TripletStore, 'tripletsAmong' | 'tripletsShuffled'>,
  set: { id: string; counts: StoredCounts },
  request: { split: Split; count: number; seed: number; filter: TripletFilter },
): Promise<Triplet[]> {
  const filter = { ...request.filter, split: request.split };
  const total = totalOf(set, filter);
  const range = set.counts.ranges.find(({ split }) => split === request.split);
  const count = Math.min(request.count, total);
  if (count === 0 || !range) return [];
  const first = BigInt(range.first);
  const width = Number(BigInt(range.last) - first) + 1;
  const density = total / width;
  const random = seededRandom(deriveSeed(request.seed, request.split));
  const picked = new Map<string, Triplet>();
  // The more of all rows are asked for, the more draws repeat: then one ordered read is cheaper.
  const worthDrawing = density >= MIN_DENSITY && count <= total / 2;
  for (let round = 0; worthDrawing && round < MAX_ROUNDS && picked.size < count; round++) {
    const draws = Math.ceil((1.5 * (count - picked.size)) / density) + 8;
    const ids = Array.from({ length: draws }, () => draw(random, first, width));
    const found = await store.tripletsAmong(set.id, filter, ids);
    const byId = new Map(found.map((row) => [String(row.id), row]));
    for (const id of ids) {
      const row = byId.get(id);
      if (row && picked.size < count) picked.set(id, row);
    }
  }
  if (picked.size === count) return [...picked.values()];
  return store.tripletsShuffled(set.id, filter, request.seed, count);
}

function draw(random: () => number, first: bigint, width: number): string {
  return String(first + BigInt(Math.floor(random() * width)));
}
