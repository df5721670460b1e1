/** Bits that two hashes may differ in, and how different the miniatures may be. */
interface Threshold {
  readonly bits: number;
  readonly difference: number;
}

/**
 * Chosen on a fashion catalog of 7,051 different pictures, most of them on white: see
 * docs/decisions/duplicate-pictures.md. Packing or resizing a picture again stays within SAME_PICTURE.
 */
export const THRESHOLDS = {
  SAME_PICTURE: { bits: 16, difference: 0.05 },
  NEAR: { bits: 40, difference: 0.08 },
} as const satisfies Record<string, Threshold>;

/** What a pair of pictures is, or undefined when they are simply two. */
export function kindOfPair(bits: number, difference: number): keyof typeof THRESHOLDS | undefined {
  const { SAME_PICTURE, NEAR } = THRESHOLDS;
  if (bits <= SAME_PICTURE.bits && difference <= SAME_PICTURE.difference) return 'SAME_PICTURE';
  return bits <= NEAR.bits && difference <= NEAR.difference ? 'NEAR' : undefined;
}

/** 32-bit words of a hash. */
const WORDS = 8;

/** Many hashes, to be searched through: 32 bytes for each. */
export class HashList {
  readonly ids: string[] = [];
  #words = new Uint32Array(WORDS * 1024);

  add(id: string, hash: string): void {
    const at = this.ids.push(id) * WORDS;
    if (at > this.#words.length) {
      const larger = new Uint32Array(this.#words.length * 2);
      larger.set(this.#words);
      this.#words = larger;
    }
    this.#words.set(wordsOf(hash), at - WORDS);
  }

  /**
   * The hashes within a number of bits. All are looked at: most leave after half of their words, so
   * that 100,000 take well under a millisecond.
   */
  within(hash: string, bits: number): { id: string; bits: number }[] {
    const asked = wordsOf(hash);
    const found: { id: string; bits: number }[] = [];
    for (const [place, id] of this.ids.entries()) {
      const apart = this.#bitsApart(asked, place * WORDS, bits);
      if (apart <= bits) found.push({ id, bits: apart });
    }
    return found;
  }

  #bitsApart(asked: Uint32Array, at: number, limit: number): number {
    let apart = 0;
    for (let word = 0; word < WORDS && apart <= limit; word++) {
      apart += setBits((asked[word] as number) ^ (this.#words[at + word] as number));
    }
    return apart;
  }
}

/** @param hash 64 hex digits */
function wordsOf(hash: string): Uint32Array {
  return Uint32Array.from({ length: WORDS }, (_, word) =>
    Number.parseInt(hash.slice(word * 8, word * 8 + 8), 16),
  );
}

/** How many bits of a 32-bit number are set: sums of neighbours, pairs, fours (Warren, ch. 5). */
function setBits(value: number): number {
  const pairs = value - ((value >>> 1) & 0x5555_5555);
  const fours = (pairs & 0x3333_3333) + ((pairs >>> 2) & 0x3333_3333);
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f_0f0f, 0x0101_0101) >>> 24;
}
