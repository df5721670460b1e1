import { mkdtemp, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { decodeImage } from '../../../packages/ml/src/images/decodeImage.ts';
import { loadPackedImages } from '../../../packages/ml/src/images/packedImages.ts';
import type { Preprocessing } from '../../../packages/ml/src/images/preprocessing.ts';

const preprocessing: Preprocessing = {
  size: 8,
  fit: 'fill',
  background: [255, 255, 255],
  scale: 'zero-to-one',
};
let folder = '';
let paths: string[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'semblance-packed-'));
  paths = await Promise.all(
    ['#ff0000', '#00ff00', '#0000ff', '#ffff00', '#ff00ff'].map((c, i) => paint(`${i}.png`, c)),
  );
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function paint(name: string, background: string): Promise<string> {
  const path = join(folder, name);
  await sharp({ create: { width: 20, height: 20, channels: 3, background } }).toFile(path);
  return path;
}

test('holds every image where its index says, and reports progress', async () => {
  const progress: number[] = [];
  const packed = await loadPackedImages(paths, preprocessing, {
    concurrency: 2,
    onProgress: (done, total) => progress.push(done / total),
  });
  expect(packed.count).toBe(5);
  for (const [index, path] of paths.entries()) {
    expect(packed.image(index)).toEqual(await decodeImage(path, preprocessing));
  }
  expect(progress).toEqual([0.2, 0.4, 0.6, 0.8, 1]);
  expect(() => packed.image(5)).toThrow(RangeError);
});

test('lists images that cannot be read and keeps the rest', async () => {
  const broken = join(folder, 'broken.jpg');
  await writeFile(broken, 'not an image');
  const missing = join(folder, 'missing.jpg');
  const [first, second] = paths as [string, string];
  const packed = await loadPackedImages([first, broken, missing, second], preprocessing);
  expect(packed.failures.map(({ index, error }) => [index, error.code])).toEqual([
    [1, 'IMAGE_UNSUPPORTED'],
    [2, 'IMAGE_MISSING'],
  ]);
  expect(packed.image(3)).toEqual(await decodeImage(second, preprocessing));
  expect(packed.image(1).every((value) => value === 0)).toBe(true);
});

test('stops when cancelled', async () => {
  const controller = new AbortController();
  const loading = loadPackedImages(paths, preprocessing, {
    concurrency: 1,
    signal: controller.signal,
    onProgress: (done) => done === 2 && controller.abort(),
  });
  await expect(loading).rejects.toMatchObject({ code: 'CANCELLED' });
});

test('reuses the cache while nothing changed, and decodes again when something did', async () => {
  const cachePath = join(folder, 'cache', 'packed.bin');
  const first = await loadPackedImages(paths, preprocessing, { cachePath });
  // A mark in the kept file shows whether the second load took its bytes from there.
  const kept = await readFile(cachePath);
  kept[kept.length - 1] = 77;
  await writeFile(cachePath, kept);
  const again = await loadPackedImages(paths, preprocessing, { cachePath });
  expect(again.data.at(-1)).toBe(77);

  await paint('2.png', '#123456');
  await utimes(paths[2] as string, new Date(), new Date(Date.now() + 5_000));
  const fresh = await loadPackedImages(paths, preprocessing, { cachePath });
  expect(fresh.data.at(-1)).toBe(first.data.at(-1));
  expect([...fresh.image(2).subarray(0, 3)]).toEqual([0x12, 0x34, 0x56]);
});

test('ignores a cache that was cut short', async () => {
  const cachePath = join(folder, 'packed.bin');
  const first = await loadPackedImages(paths, preprocessing, { cachePath });
  await writeFile(cachePath, (await readFile(cachePath)).subarray(0, 200));
  expect((await loadPackedImages(paths, preprocessing, { cachePath })).data).toEqual(first.data);
});
