import type { Random } from '../../../../packages/ml/src/random.ts';

/** What breaks parsers: delimiters, quotes, brackets, wrong bytes, large numbers. */
// biome-ignore format: a table
const NASTY = [
  '"', "'", ',', ';', '\t', '|', '\n', '\r', '\r\n', '\0', '<', '>', '&', ']]>', '<![CDATA[', '<!--',
  '&#0;', '&#xD800;', '&nbsp;', '{', '}', '[', ']', ':', '\\', '\\u0000', '\\ud83d', '{"', '[[[[[[[[',
  '__proto__', 'constructor', '\uFEFF', '\u202E', '😀', '=1+1', '1e999', '-0', 'NaN', '%00', '../',
  'https://', 'data:,', ' > > > ', ' '.repeat(300), '9'.repeat(40), 'ü'.repeat(600),
].map((text) => Buffer.from(text));
const BYTES = [0x00, 0x0a, 0x22, 0x2c, 0x3c, 0x7b, 0x80, 0xc3, 0xed, 0xf5, 0xfe, 0xff];

/** One to six small damages at places of chance. */
export function mutate(original: Buffer, random: Random): Buffer {
  let bytes = original;
  const times = 1 + Math.floor(random() * 6);
  for (let i = 0; i < times; i++) bytes = damage(bytes, original, random);
  return bytes;
}

function damage(bytes: Buffer, original: Buffer, random: Random): Buffer {
  const place = (length: number) => Math.floor(random() * (length + 1));
  const at = place(bytes.length);
  const to = Math.min(bytes.length, at + 1 + place(Math.min(60, bytes.length)));
  const pick = <T>(items: readonly T[]) => items[Math.floor(random() * items.length)] as T;
  const [head, tail] = [bytes.subarray(0, at), bytes.subarray(at)];
  switch (Math.floor(random() * 7)) {
    case 0: // cut off
      return random() < 0.3 ? head : bytes;
    case 1: // a piece is missing
      return Buffer.concat([head, bytes.subarray(to)]);
    case 2: // a piece stands twice
      return Buffer.concat([bytes.subarray(0, to), tail]);
    case 3: // a byte is another
      return Buffer.concat([head, Buffer.from([pick(BYTES)]), bytes.subarray(at + 1)]);
    case 4: {
      // a piece of elsewhere
      const from = place(original.length);
      return Buffer.concat([head, original.subarray(from, from + 40), tail]);
    }
    default:
      return Buffer.concat([head, pick(NASTY), tail]);
  }
}
