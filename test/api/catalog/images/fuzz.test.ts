import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32, deflateSync } from 'node:zlib';
import { seededRandom } from '@semblance/ml';
import { decodeImage } from '@semblance/ml/images/decodeImage';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readDataUri } from '../../../../apps/api/src/catalog/images/dataUri.ts';
import { storeImage } from '../../../../apps/api/src/catalog/images/storeImage.ts';
import { createStorage, type Storage } from '../../../../apps/api/src/storage/storage.ts';

const CASES_PER_FORMAT = 400;
/** A case that takes longer hangs: the slowest honest one takes some milliseconds. */
const LONGEST_MS = 20_000;

let dataDir: string;
let storage: Storage;
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'semblance-fuzz-'));
  storage = createStorage({ dataDir });
});
afterAll(() => rm(dataDir, { recursive: true }));

function drawing() {
  const create = { width: 32, height: 24, channels: 3 as const, background: '#c84' };
  const patch = { create: { ...create, width: 9, height: 11, background: '#248' } };
  return sharp({ create }).composite([{ input: patch, left: 4, top: 6 } as never]);
}

const FORMATS: Record<string, () => Promise<Buffer>> = {
  jpeg: () =>
    drawing()
      .withExif({ IFD0: { Artist: 'x' } })
      .jpeg()
      .toBuffer(),
  'progressive jpeg': () => drawing().jpeg({ progressive: true }).toBuffer(),
  png: () => drawing().png().toBuffer(),
  webp: () => drawing().webp().toBuffer(),
  gif: () => drawing().gif().toBuffer(),
  tiff: () => drawing().tiff({ compression: 'lzw' }).toBuffer(),
  avif: () => drawing().avif({ effort: 0 }).toBuffer(),
};

type Random = () => number;
const below = (random: Random, limit: number) => Math.floor(random() * limit);

/** Cuts, flips, overwrites, repeats, inserts: one to four times. */
function mutated(source: Buffer, random: Random): Buffer {
  let bytes = Buffer.from(source);
  for (let times = 1 + below(random, 4); times > 0; times--) {
    const at = below(random, bytes.length);
    const length = 1 + below(random, 24);
    const kind = below(random, 7);
    if (kind === 0) bytes = bytes.subarray(0, at);
    if (kind === 1 && bytes.length > 0) bytes[at] = (bytes[at] ?? 0) ^ (1 << below(random, 8));
    if (kind === 2) bytes.subarray(at, at + length).fill(below(random, 256));
    if (kind === 3) bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + length)]);
    if (kind === 4) bytes = Buffer.concat([bytes, bytes.subarray(at, at + length)]);
    // Sizes stand in whole words near the head: the largest ask for the most memory.
    if (kind === 5) bytes.subarray(at % 40, (at % 40) + 4).fill(0xff);
    if (kind === 6) bytes = Buffer.concat([bytes.subarray(0, at), source.subarray(at >> 1)]);
  }
  return bytes;
}

const PREPROCESSING = {
  ...{ size: 16, fit: 'contain', background: [255, 255, 255], scale: 'zero-to-one' },
} as never;

async function take(name: string, read: () => Promise<Buffer>) {
  const image = { name, kind: 'CATALOG' as const, stamp: '', due: false, read };
  const late = new Promise<never>((_, reject) =>
    setTimeout(() => reject(new Error(`${name} hangs`)), LONGEST_MS).unref(),
  );
  const recognise = async () => undefined;
  return Promise.race([storeImage(image, { storage, recognise }), late]);
}

describe('bytes that were an image', () => {
  it.each(Object.entries(FORMATS))(
    '%s, mutated: taken whole or refused by code',
    async (format, make) => {
      const source = await make();
      const random = seededRandom(20_261_125 + format.length);
      const outcomes = { taken: 0, refused: 0 };
      for (let index = 0; index < CASES_PER_FORMAT; index++) {
        const bytes = index === 0 ? source : mutated(source, random);
        const result = await take(`${format} ${index}`, async () => bytes);
        if ('stored' in result) {
          outcomes.taken++;
          // What is stored can be embedded: the one decoder takes it too.
          const pixels = await decodeImage(storage.pathOf(result.stored.sha256), PREPROCESSING);
          expect(pixels).toHaveLength(16 * 16 * 3);
          expect(result.stored.width * result.stored.height).toBeGreaterThan(0);
        } else {
          outcomes.refused++;
          expect(result.issue.code).toMatch(/^IMAGE_(CORRUPT|UNSUPPORTED|TOO_LARGE|EMPTY)$/);
        }
      }
      // Mutations that change nothing and mutations that break everything would test nothing.
      expect(outcomes.taken).toBeGreaterThan(0);
      expect(outcomes.refused).toBeGreaterThan(CASES_PER_FORMAT / 20);
    },
  );

  it('leave no half-written file behind', async () => {
    const files = await readdir(join(dataDir, 'images'), { recursive: true, withFileTypes: true });
    const names = files.filter((file) => file.isFile()).map(({ name }) => name);
    expect(names.length).toBeGreaterThan(100);
    expect(names.filter((name) => !/^[0-9a-f]{64}$/.test(name))).toEqual([]);
  });
});

describe('decompression bombs', () => {
  it.each([
    ['png', 20_000],
    ['gif', 12_000],
    ['webp', 12_000],
  ] as const)(
    'as %s are refused by their header, before they take memory',
    async (format, side) => {
      const small = await sharp({
        create: { width: 8, height: 8, channels: 3, background: '#fff' },
      })
        .toFormat(format, format === 'webp' ? { lossless: true } : {})
        .toBuffer();
      const before = process.memoryUsage().rss;
      const result = await take(`bomb.${format}`, async () => claimed(small, format, side));
      expect(result).toMatchObject({ issue: { code: expect.stringMatching(/TOO_LARGE|CORRUPT/) } });
      expect(process.memoryUsage().rss - before).toBeLessThan(200 * 1024 * 1024);
    },
  );

  it('that are whole are refused too: some kilobytes of white, 144 megapixels', async () => {
    const bytes = whitePng(12_000);
    expect(bytes.length).toBeLessThan(100_000);
    const result = await take('white.png', async () => bytes);
    expect(result).toMatchObject({ issue: { code: 'IMAGE_TOO_LARGE' } });
  });
});

/** A square of one bit per pixel, written by hand: an encoder would take seconds. */
function whitePng(side: number): Buffer {
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
    const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    check.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, check]);
  };
  const header = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0]);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  const row = Buffer.concat([Buffer.from([0]), Buffer.alloc(Math.ceil(side / 8), 0xff)]);
  const rows = deflateSync(Buffer.concat(Array.from({ length: side }, () => row)));
  const signature = Buffer.from('89504e470d0a1a0a', 'hex');
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', rows),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** An image whose header says that it is far larger. */
function claimed(bytes: Buffer, format: 'png' | 'gif' | 'webp', side: number): Buffer {
  const copy = Buffer.from(bytes);
  if (format === 'png') {
    copy.writeUInt32BE(side, 16);
    copy.writeUInt32BE(side, 20);
  } else if (format === 'gif') {
    copy.writeUInt16LE(side, 6);
    copy.writeUInt16LE(side, 8);
    // The frame too, or the decoder goes by that.
    const frame = copy.indexOf(Buffer.from([0x2c, 0, 0, 0, 0]));
    copy.writeUInt16LE(side, frame + 5);
    copy.writeUInt16LE(side, frame + 7);
  } else {
    // VP8L: 14 bits each of width - 1 and height - 1 after the signature.
    copy.writeUInt32LE(((side - 1) & 0x3fff) | (((side - 1) & 0x3fff) << 14), 21);
  }
  return copy;
}

describe('data: URIs', () => {
  it('of any text give bytes or a code', () => {
    const random = seededRandom(7);
    const letters = 'data:;,base64%=/+ Aa0\u00e9\ud83d\n|"';
    for (let index = 0; index < 2000; index++) {
      const length = below(random, 60);
      const text = Array.from({ length }, () => letters[below(random, letters.length)]).join('');
      try {
        expect(readDataUri(`data:${text}`)).toBeInstanceOf(Buffer);
      } catch (error) {
        expect(error).toMatchObject({ code: 'IMAGE_CORRUPT' });
      }
    }
  });
});
