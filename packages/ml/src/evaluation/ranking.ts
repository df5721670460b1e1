import { MlError } from '../errors.ts';
import { selectSmallest } from './selectSmallest.ts';

/** Indexes must fit the low 20 bits of a sort key; see `rankCandidates`. */
export const MAX_RANKED_ITEMS = 2 ** 20;

const INDEX_RANGE = 2 ** 20;
const floatBits = new Float32Array(1);
const intBits = new Int32Array(floatBits.buffer);

/** An unsigned 32-bit number that grows as the score falls. */
function descending(score: number): number {
  floatBits[0] = score + 0; // + 0 turns -0 into 0, which must tie with it
  const bits = intBits[0] as number;
  const ascending = bits < 0 ? bits ^ 0x7fffffff : bits;
  return 0x7fffffff - ascending;
}

export interface Ranking {
  /** Keys of the best candidates, best first: as many as the deepest of R and the cut-offs. */
  head: Float64Array;
  /** Matches among all candidates (R). */
  relevant: number;
  /** Place of the first match among all candidates, from 0; -1 without one. */
  firstHit: number;
}

/**
 * Ranks candidates by score, using `keys` as room to work in. A key packs score (32 bits), relevance
 * (1) and index (20) in the 53 whole bits of a double: keys compare without a comparator, and only
 * the head that the metrics read, max(R, `depth`) long, is put in order.
 * Ties are broken against the model: at equal score irrelevant items come first, so an embedding
 * that maps everything to one point gains nothing; then by index.
 */
export function rankCandidates(
  scores: Float32Array,
  candidates: Int32Array,
  isRelevant: (index: number) => boolean,
  isExcluded: (index: number) => boolean,
  depth: number,
  keys: Float64Array,
): Ranking {
  let length = 0;
  let relevant = 0;
  let bestHit = Number.POSITIVE_INFINITY;
  for (let i = 0; i < candidates.length; i++) {
    const index = candidates[i] as number;
    if (isExcluded(index)) continue;
    const hit = isRelevant(index) ? 1 : 0;
    const key = (descending(scores[index] as number) * 2 + hit) * INDEX_RANGE + index;
    keys[length++] = key;
    relevant += hit;
    if (hit === 1 && key < bestHit) bestHit = key;
  }
  const used = keys.subarray(0, length);
  let firstHit = relevant === 0 ? -1 : 0;
  if (relevant > 0) for (let i = 0; i < length; i++) if ((used[i] as number) < bestHit) firstHit++;
  const head = selectSmallest(used, Math.min(length, Math.max(relevant, depth)));
  return { head, relevant, firstHit };
}

/** Whether the item behind a key is relevant. */
export function keyIsRelevant(key: number): boolean {
  return Math.floor(key / INDEX_RANGE) % 2 === 1;
}

/** Refuses more items than a key can name. */
export function requireRankable(count: number): void {
  if (count <= MAX_RANKED_ITEMS) return;
  throw new MlError(
    'CONFIG_INVALID',
    `Exact evaluation takes at most ${MAX_RANKED_ITEMS} items, got ${count}: evaluate a sample.`,
    { count, limit: MAX_RANKED_ITEMS },
  );
}
