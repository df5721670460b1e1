import { isAscii } from 'node:buffer';
import { type AppError, badInput } from '../../../errors.ts';
import { WesternLetters } from './westernLetters.ts';

/** What a feed's bytes say of its encoding. */
export interface EncodingFound {
  /** A label that TextDecoder knows. */
  readonly encoding: string;
  /** Sequences that are no characters in it; they are read as U+FFFD. */
  readonly broken: number;
  /** The encoding was not told but supposed, and gives letters that no language has together. */
  readonly unlikely?: boolean;
}

const PEEK_BYTES = 4096;
/** Of the bytes in one half of 16-bit units: that many zeros, and the text is UTF-16. */
const ZERO_SHARE = 0.4;

/**
 * Tells the encoding from a byte order mark, from zero bytes (UTF-16), or from whether all bytes
 * are UTF-8. Otherwise it is what an XML declaration says, or Windows-1252; unless most of what is
 * not ASCII is good UTF-8, which then merely has broken places.
 */
export async function detectEncoding(bytes: AsyncIterable<Buffer>): Promise<EncodingFound> {
  const scan = new Utf8Scan();
  const letters = new WesternLetters();
  let head = Buffer.alloc(0);
  for await (const chunk of bytes) {
    if (head.length < PEEK_BYTES) {
      head = Buffer.concat([head, chunk]).subarray(0, PEEK_BYTES);
      const wide = utf16Of(head);
      if (wide !== undefined && head.length >= Math.min(PEEK_BYTES, 4)) {
        return { encoding: wide, broken: 0 };
      }
    }
    scan.take(chunk);
    letters.take(chunk);
  }
  const { good, broken } = scan.end();
  if (broken === 0 || good > broken) return { encoding: 'utf-8', broken };
  const declared = declaredEncoding(head);
  if (declared !== undefined) return { encoding: declared, broken: 0 };
  return { encoding: 'windows-1252', broken: 0, unlikely: letters.areUnlikely() };
}

/** @throws AppError BAD_INPUT for a label that TextDecoder does not know */
export function checkEncoding(label: string): string {
  const name = label
    .trim()
    .toLowerCase()
    .replace(/[\s_-]+/g, '');
  for (const each of [label, ALIASES[name] ?? name]) {
    try {
      return new TextDecoder(each).encoding;
    } catch {
      // not known by this name
    }
  }
  throw unknownEncoding(label);
}

/** Names that spreadsheets and operating systems use, and browsers do not. */
const ALIASES: Record<string, string> = {
  cp936: 'gbk',
  cp932: 'shift_jis',
  ms932: 'shift_jis',
  cp949: 'euc-kr',
  cp950: 'big5',
  win1250: 'windows-1250',
  win1251: 'windows-1251',
  latin9: 'iso-8859-15',
};

/** Bytes as text; a byte order mark is dropped, what is no character becomes U+FFFD. */
export async function* decodeText(
  bytes: AsyncIterable<Buffer>,
  encoding: string,
): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding);
  for await (const chunk of bytes) {
    const text = decoder.decode(chunk, { stream: true });
    if (text !== '') yield text;
  }
  const rest = decoder.decode();
  if (rest !== '') yield rest;
}

function utf16Of(head: Buffer): string | undefined {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  if (head.length < 4) return undefined;
  const zeros = [0, 0];
  for (const [index, byte] of head.entries())
    if (byte === 0) zeros[index % 2] = zerosOf(zeros, index) + 1;
  const enough = (head.length / 2) * ZERO_SHARE;
  const [even = 0, odd = 0] = zeros;
  if (odd > enough && even < enough / 4) return 'utf-16le';
  if (even > enough && odd < enough / 4) return 'utf-16be';
  return undefined;
}

const zerosOf = (zeros: readonly number[], index: number) => zeros[index % 2] ?? 0;

function declaredEncoding(head: Buffer): string | undefined {
  const [, label] =
    /^\s*<\?xml[^>]*encoding=["']([\w.:-]+)["']/.exec(head.toString('latin1')) ?? [];
  if (label === undefined || /^utf-?8$/i.test(label)) return undefined;
  return checkEncoding(label);
}

function unknownEncoding(label: string): AppError {
  const message = `The encoding ${label.slice(0, 40)} is not known; use utf-8, utf-16le, windows-1252 or another that browsers know.`;
  return badInput('encoding', message);
}

/** Counts the sequences beyond ASCII that are UTF-8 (RFC 3629) and those that are not. */
class Utf8Scan {
  #good = 0;
  #broken = 0;
  /** Continuation bytes that the sequence begun last still needs. */
  #open = 0;
  /** Range of the next continuation byte: shuts out overlong forms and surrogates. */
  #low = 0x80;
  #high = 0xbf;

  take(chunk: Buffer): void {
    if (this.#open === 0 && isAscii(chunk)) return;
    for (const byte of chunk) this.#byte(byte);
  }

  end(): { good: number; broken: number } {
    return { good: this.#good, broken: this.#broken + (this.#open > 0 ? 1 : 0) };
  }

  #byte(byte: number): void {
    if (this.#open > 0) {
      const continues = byte >= this.#low && byte <= this.#high;
      this.#low = 0x80;
      this.#high = 0xbf;
      if (continues) {
        this.#open -= 1;
        if (this.#open === 0) this.#good += 1;
        return;
      }
      this.#open = 0;
      this.#broken += 1;
    }
    if (byte >= 0x80) this.#begin(byte);
  }

  #begin(byte: number): void {
    if (byte >= 0xc2 && byte <= 0xdf) this.#open = 1;
    else if (byte >= 0xe0 && byte <= 0xef) this.#open = 2;
    else if (byte >= 0xf0 && byte <= 0xf4) this.#open = 3;
    else this.#broken += 1;
    if (byte === 0xe0) this.#low = 0xa0;
    if (byte === 0xed) this.#high = 0x9f;
    if (byte === 0xf0) this.#low = 0x90;
    if (byte === 0xf4) this.#high = 0x8f;
  }
}
