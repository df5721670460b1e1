import { mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import sharp from 'sharp';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { openBackend } from '../../../packages/ml/src/backend/open.ts';
import { fileImages } from '../../../packages/ml/src/images/fileImages.ts';
import { SeededDropout } from '../../../packages/ml/src/models/seededDropout.ts';
import { defaultTrainingConfig } from '../../../packages/ml/src/training/config.ts';
import type { TrainingEvent } from '../../../packages/ml/src/training/events.ts';
import type { TrainingRequest } from '../../../packages/ml/src/training/run.ts';
import { train } from '../../../packages/ml/src/training/train.ts';
import { drawnData } from './drawnImages.ts';
import { tinyModel } from './tinyModel.ts';

/** A disk that is full from some number of written files on. */
const disk = vi.hoisted(() => ({ filesLeft: Number.POSITIVE_INFINITY }));
vi.mock('node:fs/promises', async (importOriginal) => {
  const real = await importOriginal<typeof import('node:fs/promises')>();
  const writeFile: typeof real.writeFile = async (path, data, options) => {
    if (disk.filesLeft-- > 0) return real.writeFile(path, data, options);
    // As the system does it: what fits is written, then the error comes.
    await real.writeFile(path, (data as Uint8Array | string).slice(0, 10), options);
    throw Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });
  };
  return { ...real, writeFile };
});

let directory = '';
beforeAll(async () => {
  await openBackend({ prefer: 'cpu' });
});
beforeEach(async () => {
  disk.filesLeft = Number.POSITIVE_INFINITY;
  directory = await mkdtemp(join(tmpdir(), 'semblance-failures-'));
});
afterEach(async () => {
  await rm(directory, { recursive: true, force: true });
});

const config = defaultTrainingConfig({
  model: 'mildnet-nano',
  batchSize: 4,
  maxStepsPerEpoch: 3,
  epochs: 3,
});

function request(overrides: Partial<TrainingRequest> = {}): TrainingRequest {
  const data = drawnData({ size: 8 });
  return { config, data, directory, architecture: tinyModel, inputThreads: 0, ...overrides };
}

async function run(given: TrainingRequest, onStep?: (step: number) => Promise<void>) {
  const events: TrainingEvent[] = [];
  for await (const event of train(given)) {
    events.push(event);
    if (event.type === 'step') await onStep?.(event.step);
  }
  return events;
}

const stepOf = async (kind: string) =>
  JSON.parse(await readFile(join(directory, kind, 'checkpoint.json'), 'utf8')).step as number;
const weightsOf = async (kind: string) =>
  (await readFile(join(directory, kind, 'weights.bin'))).toString('hex');

describe('held-out images', () => {
  it('are refused where a training triplet, or the images to draw from, show one of them', async () => {
    const data = drawnData({ size: 8 });
    const seen = data.train[7] as number;
    const heldOut = { imageIndexes: Uint32Array.of(60, seen), labels: ['0', '1'] };
    const refused = {
      code: 'TRIPLETS_INVALID',
      message: expect.stringContaining(`image ${seen} is held out and trained on`),
      details: { field: 'heldOut' },
    };
    await expect(run(request({ data: { ...data, heldOut } }))).rejects.toMatchObject(refused);
    const labelled = { ...config, sampler: 'p-x-k' as const };
    const trainImages = Uint32Array.from([...new Set(data.train)]);
    const drawn = { ...data, heldOut, trainImages };
    await expect(run(request({ config: labelled, data: drawn }))).rejects.toMatchObject(refused);
    await expect(stepOf('latest')).rejects.toMatchObject({ code: 'ENOENT' });
  });
});

describe('what goes wrong during a run loses no checkpoint', () => {
  it('an image that went away mid-run: latest is written, and resuming is exact', async () => {
    const drawn = drawnData({ size: 8 });
    const paths = await Promise.all(
      Array.from({ length: drawn.images.count }, async (_, i) => {
        const path = join(directory, `${i}.png`);
        const raw = { width: 8, height: 8, channels: 3 as const };
        await sharp(Buffer.from(drawn.images.image(i)), { raw })
          .png()
          .toFile(path);
        return path;
      }),
    );
    const images = fileImages(paths, {
      size: 8,
      fit: 'contain',
      background: [255, 255, 255],
      scale: 'zero-to-one',
    });
    for (const inputThreads of [0, 1]) {
      const given = request({ data: { ...drawn, images }, inputThreads });
      await run(given);
      const expected = await weightsOf('latest');
      await rm(join(directory, 'latest'), { recursive: true });
      const hidden = join(directory, 'hidden');
      const hide = async (step: number) => {
        // In the middle of the second epoch.
        if (step === 4) await rename(paths[0] as string, hidden);
      };
      await expect(run(given, hide)).rejects.toMatchObject({
        code: 'IMAGE_MISSING',
        details: { path: paths[0] },
      });
      expect(await stepOf('latest')).toBeGreaterThanOrEqual(4);
      await rename(hidden, paths[0] as string);
      await run({ ...given, resume: true });
      expect(await weightsOf('latest')).toBe(expected);
    }
  });

  it.each([
    // An epoch writes weights and manifest of best, then weights, optimizer and manifest of latest.
    ['best', 5],
    ['best, its manifest', 6],
    ['latest', 7],
    ['latest, its manifest', 9],
  ])('a disk that is full while writing %s', async (_, files) => {
    // The first epoch's checkpoints must be beaten, or best would not be written again.
    const given = request({ config: { ...config, bestMetric: 'tripletAccuracy' } });
    await run(given);
    const expected = await weightsOf('latest');
    await rm(directory, { recursive: true });
    disk.filesLeft = files;
    await expect(run(given)).rejects.toMatchObject({ code: 'DISK_FULL' });
    disk.filesLeft = Number.POSITIVE_INFINITY;
    expect(await stepOf('latest')).toBe(3);
    expect(await stepOf('best')).toBeLessThanOrEqual(6);
    const [started] = await run({ ...given, resume: true });
    expect(started).toMatchObject({ resumedFromStep: 3 });
    expect(await weightsOf('latest')).toBe(expected);
  });

  it('a loss that is not a number: the last checkpoints stand', async () => {
    class Poison extends SeededDropout {
      override call(inputs: tf.Tensor | tf.Tensor[], kwargs: { training?: boolean }): tf.Tensor {
        const x = super.call(inputs, kwargs);
        return this.step < 5 ? x : tf.mul(x, Number.NaN);
      }
    }
    const poisoned = {
      ...tinyModel,
      build: (options: Parameters<typeof tinyModel.build>[0]) => {
        const model = tinyModel.build(options);
        const dropout = model.getLayer('dropout');
        Object.setPrototypeOf(dropout, Poison.prototype);
        return model;
      },
    };
    await expect(run(request({ architecture: poisoned }))).rejects.toMatchObject({
      code: 'LOSS_NOT_FINITE',
      details: { step: 5 },
    });
    expect(await stepOf('latest')).toBe(3);
    expect(await stepOf('best')).toBe(3);
    const bytes = await readFile(join(directory, 'latest', 'weights.bin'));
    const weights = new Float32Array(
      bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length),
    );
    expect(weights.every(Number.isFinite)).toBe(true);
  });

  it('data of one label is refused before anything is written', async () => {
    const data = drawnData({ size: 8 });
    const same = { ...data, labels: data.labels.map(() => 'shirts') };
    await expect(run(request({ data: same }))).rejects.toMatchObject({
      code: 'LABELS_INVALID',
      details: { field: 'labels', label: 'shirts' },
    });
    await expect(stepOf('latest')).rejects.toThrow('ENOENT');
    const unmined = { ...config, epochs: 1, mining: 'none' as const };
    expect((await run(request({ data: same, config: unmined }))).at(-1)).toMatchObject({
      reason: 'completed',
    });
  });
});

describe('a long run', () => {
  it('keeps the number of tensors over 500 steps with checkpoints and evaluations', async () => {
    const before = tf.memory().numTensors;
    const long = {
      ...config,
      ...{ batchSize: 2, epochs: 10, maxStepsPerEpoch: 50, frozenEpochs: 1, averageDecay: 0.99 },
      ...{ clipNorm: 1, augmentation: 'none' },
    };
    const data = drawnData({ size: 8, triplets: 160 });
    const counts = new Map<string, Set<number>>();
    let steps = 0;
    for await (const event of train(request({ config: long, data, checkpointEvery: 30 }))) {
      if (event.type === 'step') steps++;
      const seen = counts.get(event.type) ?? new Set();
      counts.set(event.type, seen.add(tf.memory().numTensors));
    }
    expect(steps).toBe(500);
    expect([...(counts.get('step') as Set<number>)]).toHaveLength(1);
    expect([...(counts.get('checkpointed') as Set<number>)]).toHaveLength(1);
    expect([...(counts.get('evaluated') as Set<number>)]).toHaveLength(1);
    expect(tf.memory().numTensors).toBe(before);
  });
});
