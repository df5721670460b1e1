import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  ARTICLE_TYPES,
  generateDemoProducts,
  renderCatalogPhoto,
  renderWildPhoto,
  writeDemoCatalog,
} from '../../packages/demo-catalog/src/index.ts';
import { decodeImage } from '../../packages/ml/src/images/decodeImage.ts';

const SMALL = {
  size: 32,
  fit: 'fill',
  background: [255, 255, 255],
  scale: 'zero-to-one',
} as const;
const decode = (photo: Uint8Array) =>
  decodeImage(photo, { ...SMALL, background: [...SMALL.background] });

/** Mean brightness of the picture's outermost pixels, 0 to 255. */
function rimOf(pixels: Uint8Array): number {
  const rim = [...pixels].filter((_, at) => {
    const [x, y] = [Math.floor(at / 3) % 32, Math.floor(at / 96)];
    return x === 0 || y === 0 || x === 31 || y === 31;
  });
  return rim.reduce((sum, value) => sum + value, 0) / rim.length;
}

const differenceOf = (a: Uint8Array, b: Uint8Array) =>
  a.reduce((sum, value, at) => sum + Math.abs(value - (b[at] ?? 0)), 0) / a.length;

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'semblance-demo-'));
});
afterEach(() => rm(directory, { recursive: true }));

test('photographs every article type on a light ground in the shop and on another outside', async () => {
  const all = generateDemoProducts({ seed: 5, count: 160 });
  for (const type of ARTICLE_TYPES) {
    const product = all.find(({ articleType }) => articleType === type);
    if (product === undefined) throw new Error(`no ${type}`);
    const photos = [renderCatalogPhoto(product), renderWildPhoto(product, { index: 0 })];
    const [shop, wild] = (await Promise.all(photos.map(async (p) => decode(await p)))) as [
      Uint8Array,
      Uint8Array,
    ];
    expect(rimOf(shop)).toBeGreaterThan(225);
    expect(differenceOf(shop, wild)).toBeGreaterThan(15);
  }
});

test('gives the same bytes for the same photo and others for another view or index', async () => {
  const [product] = generateDemoProducts({ seed: 5, count: 1 });
  if (product === undefined) throw new Error('no product');
  const wild = await renderWildPhoto(product, { index: 1 });
  expect(await renderWildPhoto(product, { index: 1 })).toEqual(wild);
  expect(await renderWildPhoto(product, { index: 0 })).not.toEqual(wild);
  const shop = await renderCatalogPhoto(product, { view: 0 });
  expect(await renderCatalogPhoto(product, { view: 1 })).not.toEqual(shop);
});

const OPTIONS = { seed: 2, count: 6, wildPerProduct: 1 };

test('writes a feed whose photos are all there', async () => {
  const seen: number[] = [];
  const onProgress = (done: number, total: number) => seen.push(done / total);
  const written = await writeDemoCatalog(directory, { ...OPTIONS, onProgress });
  const lines = (await readFile(written.csvPath, 'utf8')).trim().split('\n');
  const names = lines.slice(1).flatMap((line) => line.match(/demo-[\w-]+\.jpg/g) ?? []);
  expect(lines).toHaveLength(1 + 6);
  expect(names).toHaveLength(written.images);
  expect((await readdir(written.imageDirectory)).sort()).toEqual(names.sort());
  expect(seen.at(-1)).toBe(1);
});

test('goes on after an abort, keeps finished photos and draws anew for another seed', async () => {
  const stop = new AbortController();
  const onProgress = (done: number) => done >= 3 && stop.abort();
  const aborted = writeDemoCatalog(directory, { ...OPTIONS, signal: stop.signal, onProgress });
  await expect(aborted).rejects.toThrow(/abort/i);
  const images = join(directory, 'images');
  const early = await readdir(images);
  expect(early.length).toBeGreaterThanOrEqual(3);
  const kept = join(images, early[0] ?? '');
  await writeFile(kept, 'already there');

  const { images: total } = await writeDemoCatalog(directory, OPTIONS);
  expect(await readdir(images)).toHaveLength(total);
  expect(await readFile(kept, 'utf8')).toBe('already there');

  await writeDemoCatalog(directory, { ...OPTIONS, seed: 3 });
  expect(await readdir(images)).not.toContain(`${early[0]}.part`);
  const redrawn = await stat(kept).catch(() => null);
  expect(redrawn === null || redrawn.size > 1000).toBe(true);
});
