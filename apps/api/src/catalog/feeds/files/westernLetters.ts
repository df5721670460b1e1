import { isAscii } from 'node:buffer';

/** Below this share of the bytes beyond ASCII, odd neighbours are names and typography. */
const MUCH = 0.25;

/**
 * Tells whether bytes make words of a western language when they are read as Windows-1252. There
 * a letter with an accent stands between plain ones; in Cyrillic, Greek, Chinese or Japanese text
 * such bytes stand side by side, and in Polish or Czech signs such as "³" stand within words.
 */
export class WesternLetters {
  #beyond = 0;
  #odd = 0;
  /** The two bytes before. */
  #before = 0;
  #last = 0;

  take(chunk: Buffer): void {
    if (isAscii(chunk) && this.#last < 0x80) {
      this.#before = chunk.at(-2) ?? this.#last;
      this.#last = chunk.at(-1) ?? this.#last;
      return;
    }
    for (const byte of chunk) this.#byte(byte);
  }

  areUnlikely(): boolean {
    return this.#odd > 0 && this.#odd > this.#beyond * MUCH;
  }

  #byte(byte: number): void {
    if (byte >= 0x80) {
      this.#beyond += 1;
      const isPair =
        isAccented(byte) && isAccented(this.#last) && byte !== this.#last && byte !== SHARP_S;
      if (isPair || UNASSIGNED.has(byte)) this.#odd += 1;
    }
    // A sign between two letters: "mo¿e".
    if (SIGNS.has(this.#last) && isLetter(this.#before) && isLetter(byte)) this.#odd += 1;
    this.#before = this.#last;
    this.#last = byte;
  }
}

/** No characters; and ƒ, with which many a Japanese character begins. */
const UNASSIGNED: ReadonlySet<number> = new Set([0x81, 0x83, 0x8d, 0x8f, 0x90, 0x9d]);
/** It follows an accented letter in German: "Größe". */
const SHARP_S = 0xdf;
const SIGNS: ReadonlySet<number> = new Set([
  ...[0x82, 0x83, 0xa1, 0xa3, 0xa5, 0xa6, 0xac, 0xaf, 0xb1, 0xb3, 0xb6, 0xb9, 0xbc, 0xbe, 0xbf],
]);
const isAccented = (byte: number) => byte >= 0xc0 && byte !== 0xd7 && byte !== 0xf7;
const isLetter = (byte: number) =>
  isAccented(byte) || ((byte | 0x20) - 0x61 < 26 && (byte | 0x20) >= 0x61);
