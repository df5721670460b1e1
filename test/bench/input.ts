import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  defaultTrainingConfig,
  fileImages,
  type ImageSource,
  loadPackedImages,
  openBackend,
  type Preprocessing,
  train,
} from '@semblance/ml';
import sharp from 'sharp';
import { openImagePipeline } from '../../packages/ml/src/images/imagePipeline.ts';

const PHOTOS = 96;
const BATCH = 48;
const BATCHES = 8;
const TRIPLETS = 16 * 12;

/**
 * Training images a second that the input pipeline prepares, from memory and from JPEG files, by
 * size and augmentation; then what share of a step of mildnet-nano waits for them, with and
 * without a thread of their own.
 */
export async function inputSpeed(): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'semblance-input-'));
  try {
    const paths = await drawPhotos(directory);
    for (const size of [64, 224]) {
      const preprocessing: Preprocessing = {
        size,
        fit: 'contain',
        background: [255, 255, 255],
        scale: 'zero-to-one',
      };
      const sources = {
        memory: await loadPackedImages(paths, preprocessing),
        files: fileImages(paths, preprocessing),
      };
      for (const [name, images] of Object.entries(sources)) {
        for (const augmentation of [[], ['mild'], ['published'], ['crop', 'jitter', 'blur']]) {
          await measurePipeline(`${size} pixels, ${name}`, images, augmentation);
        }
      }
      if (size === 64) await measureWaiting(sources, directory);
    }
  } finally {
    await rm(directory, { recursive: true });
  }
}

/** Photos of 600 by 800 pixels with enough in them to make JPEG work. */
async function drawPhotos(directory: string): Promise<string[]> {
  const noise = Buffer.from(
    Uint8Array.from({ length: 75 * 100 * 3 }, (_, i) => (i * 2654435761) >>> 24),
  );
  return Promise.all(
    Array.from({ length: PHOTOS }, async (_, i) => {
      const path = join(directory, `${i}.jpg`);
      const raw = { width: 75, height: 100, channels: 3 as const };
      await sharp(noise, { raw }).resize(600, 800, { fit: 'fill' }).jpeg().toFile(path);
      return path;
    }),
  );
}

async function measurePipeline(name: string, images: ImageSource, augmentations: string[]) {
  const pipeline = openImagePipeline(images, 1);
  const order = (seed: number) => ({
    indexes: Uint32Array.from({ length: BATCH }, (_, i) => (seed * BATCH + i) % PHOTOS),
    augmentations,
    seed,
  });
  await pipeline.prepare(order(0));
  const started = performance.now();
  await Promise.all(Array.from({ length: BATCHES }, (_, i) => pipeline.prepare(order(i))));
  const perSecond = (BATCHES * BATCH * 1000) / (performance.now() - started);
  await pipeline.close();
  const how = augmentations.join('+') || 'none';
  console.log(`${name}, ${how}: ${perSecond.toFixed(0)} images/s from one thread`);
}

async function measureWaiting(sources: Record<string, ImageSource>, directory: string) {
  const { name } = await openBackend({ prefer: 'wasm' });
  const triplets = Uint32Array.from(
    Array.from({ length: TRIPLETS }, (_, i) =>
      [0, 1, 2].map((m) => (i * 5 + m * 7) % PHOTOS),
    ).flat(),
  );
  for (const [source, images] of Object.entries(sources)) {
    for (const inputThreads of [0, 1]) {
      const data = { images, train: triplets, val: triplets, fingerprint: 'bench' };
      const config = defaultTrainingConfig({ epochs: 1, batchSize: 16 });
      const [seconds, waited] = [[] as number[], [] as number[]];
      for await (const event of train({ config, data, directory, inputThreads })) {
        if (event.type !== 'step') continue;
        seconds.push(event.seconds);
        waited.push(event.seconds * event.inputShare);
      }
      const total = seconds.slice(1).reduce((sum, each) => sum + each, 0);
      const waiting = waited.slice(1).reduce((sum, each) => sum + each, 0);
      const step = (1000 * total) / (seconds.length - 1);
      console.log(
        `${name}, images from ${source}, ${inputThreads} threads: ${step.toFixed(0)} ms a step, ` +
          `${((100 * waiting) / total).toFixed(1)} % of it waiting for images`,
      );
    }
  }
}
