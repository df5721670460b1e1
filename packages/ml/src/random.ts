/** A source of numbers uniform in [0, 1), like `Math.random` but repeatable. */
export type Random = () => number;

/**
 * Mulberry32 (Tommy Ettinger, public domain): 32 bits of state, passes gjrand's tests, and gives
 * the same sequence on every platform. Not for secrets. The same seed gives the same sequence;
 * any finite number is a seed, reduced to 32 bits.
 */
export function seededRandom(seed: number): Random {
  let state = Math.trunc(seed) >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** A seed that depends on a seed and a label, so that parts draw independently (FNV-1a, 32 bits). */
export function deriveSeed(seed: number, label: string): number {
  let hash = (0x811c9dc5 ^ (Math.trunc(seed) >>> 0)) >>> 0;
  for (let i = 0; i < label.length; i++) {
    hash = Math.imul(hash ^ label.charCodeAt(i), 0x01000193) >>> 0;
  }
  return hash;
}

/** A whole number uniform in [0, limit); `limit` must be a positive whole number. */
export function randomInteger(random: Random, limit: number): number {
  if (!Number.isInteger(limit) || limit < 1) {
    throw new RangeError(`randomInteger needs a positive whole limit, not ${limit}.`);
  }
  return Math.floor(random() * limit);
}

/** One item, each equally likely; `undefined` only when there are none. */
export function pickOne<T>(random: Random, items: readonly T[]): T | undefined {
  return items[Math.floor(random() * items.length)];
}

/** A shuffled copy (Fisher and Yates). */
export function shuffled<T>(random: Random, items: readonly T[]): T[] {
  const copy = [...items];
  for (let i = copy.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    const moved = copy[i] as T;
    copy[i] = copy[j] as T;
    copy[j] = moved;
  }
  return copy;
}
