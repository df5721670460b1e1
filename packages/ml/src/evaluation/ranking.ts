import { MlError } from '../errors.ts';

/** Indexes must fit the low 20 bits of a sort key; see `rankKeys`. */
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

/**
 * Ranks candidates by score, best first, into `keys` and returns how many there are. A key packs
 * score (32 bits), relevance (1) and index (20) in the 53 whole bits of a double, because sorting
 * a Float64Array without a comparator is some ten times faster than sorting indexes with one.
 * Ties are broken against the model: at equal score irrelevant items come first, so an embedding
 * that maps everything to one point gains nothing; then by index.
 */
export function rankKeys(
  scores: Float32Array,
  candidates: Int32Array,
  isRelevant: (index: number) => boolean,
  isExcluded: (index: number) => boolean,
  keys: Float64Array,
): { ranked: Float64Array; relevant: number } {
  let length = 0;
  let relevant = 0;
  for (let i = 0; i < candidates.length; i++) {
    const index = candidates[i] as number;
    if (isExcluded(index)) continue;
    const hit = isRelevant(index) ? 1 : 0;
    relevant += hit;
    keys[length++] = (descending(scores[index] as number) * 2 + hit) * INDEX_RANGE + index;
  }
  return { ranked: keys.subarray(0, length).sort(), relevant };
}

/** Whether the item behind a key is relevant. */
export function keyIsRelevant(key: number): boolean {
  return Math.floor(key / INDEX_RANGE) % 2 === 1;
}

/** The index of the item behind a key. */
export function keyIndex(key: number): number {
  return key % INDEX_RANGE;
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
