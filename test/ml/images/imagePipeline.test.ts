import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fileImages } from '../../../packages/ml/src/images/fileImages.ts';
import { openImagePipeline } from '../../../packages/ml/src/images/imagePipeline.ts';
import { openImages } from '../../../packages/ml/src/images/openImages.ts';
import { loadPackedImages } from '../../../packages/ml/src/images/packedImages.ts';
import type { Preprocessing } from '../../../packages/ml/src/images/preprocessing.ts';

const preprocessing: Preprocessing = {
  size: 24,
  fit: 'contain',
  background: [255, 255, 255],
  scale: 'zero-to-one',
};
const order = { indexes: Uint32Array.of(3, 1, 3, 0), augmentations: ['published'], seed: 9 };

let directory = '';
let paths: string[] = [];
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'semblance-pipeline-'));
  paths = await Promise.all(
    [40, 90, 140, 190].map(async (shade, i) => {
      const path = join(directory, `${i}.png`);
      const background = { r: shade, g: 255 - shade, b: 60 };
      const square = {
        create: { width: 10, height: 14, channels: 3 as const, background: 'navy' },
      };
      const photo = sharp({ create: { width: 30 + i, height: 40, channels: 3, background } });
      await photo
        .composite([{ input: square, left: 3 + i, top: 8 }])
        .png()
        .toFile(path);
      return path;
    }),
  );
});
afterAll(async () => {
  await rm(directory, { recursive: true });
});

describe('the image pipeline', () => {
  it('gives the same pixels from memory and from files, here and in threads', async () => {
    const packed = await loadPackedImages(paths, preprocessing);
    const files = fileImages(paths, preprocessing);
    const results: Float32Array[] = [];
    for (const images of [packed, files]) {
      for (const threads of [0, 1, 3]) {
        const pipeline = openImagePipeline(images, threads);
        // Ordered together, they may well be prepared out of order.
        const [pixels, other] = await Promise.all([
          pipeline.prepare(order),
          pipeline.prepare({ ...order, seed: 10 }),
        ]);
        expect(other).not.toEqual(pixels);
        results.push(pixels as Float32Array);
        await pipeline.close();
      }
    }
    for (const pixels of results) expect(pixels).toEqual(results[0]);
  });

  it('names the file that went away, from a thread too, and goes on with the others', async () => {
    const gone = join(directory, 'gone.png');
    const images = fileImages([...paths, gone], preprocessing);
    for (const threads of [0, 1]) {
      const pipeline = openImagePipeline(images, threads);
      await expect(
        pipeline.prepare({ ...order, indexes: Uint32Array.of(0, 4) }),
      ).rejects.toMatchObject({ code: 'IMAGE_MISSING', details: { path: gone } });
      expect((await pipeline.prepare(order)).length).toBe(4 * 24 * 24 * 3);
      await pipeline.close();
    }
  });

  it('refuses what is asked after it was closed, rather than waiting for ever', async () => {
    const pipeline = openImagePipeline(fileImages(paths, preprocessing), 1);
    await pipeline.prepare(order);
    await pipeline.close();
    await expect(pipeline.prepare(order)).rejects.toThrow('ended with code');
  });
});

describe('openImages', () => {
  it('keeps in memory what fits and reads the rest from files, with the same pixels', async () => {
    const packed = await openImages(paths, preprocessing);
    const files = await openImages(paths, preprocessing, { memoryLimit: 4 * 24 * 24 * 3 - 1 });
    expect(packed.share?.().kind).toBe('packed');
    expect(files.share?.().kind).toBe('files');
    for (let i = 0; i < paths.length; i++) expect(await files.image(i)).toEqual(packed.image(i));
  });

  it('lists files that are missing or empty before anything is decoded', async () => {
    const empty = join(directory, 'empty.png');
    await writeFile(empty, '');
    const absent = join(directory, 'absent.png');
    const { failures } = await openImages([...paths, empty, absent], preprocessing, {
      memoryLimit: 0,
    });
    expect(failures.map(({ index, error }) => [index, error.code])).toEqual([
      [4, 'IMAGE_EMPTY'],
      [5, 'IMAGE_MISSING'],
    ]);
  });
});
