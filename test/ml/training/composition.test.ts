import { mkdtemp, readdir, readFile, rm, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openBackend } from '../../../packages/ml/src/backend/open.ts';
import { LOSS_NAMES } from '../../../packages/ml/src/losses/loss.ts';
import { requireLoss } from '../../../packages/ml/src/losses/registry.ts';
import { SAMPLER_NAMES } from '../../../packages/ml/src/samplers/sampler.ts';
import {
  defaultTrainingConfig,
  type TrainingConfig,
} from '../../../packages/ml/src/training/config.ts';
import type { TrainingData } from '../../../packages/ml/src/training/data.ts';
import type { TrainingEvent } from '../../../packages/ml/src/training/events.ts';
import type { TrainingRequest } from '../../../packages/ml/src/training/run.ts';
import { train } from '../../../packages/ml/src/training/train.ts';
import { drawnData } from './drawnImages.ts';
import { tinyModel } from './tinyModel.ts';

let directory = '';
let before = 0;
beforeAll(async () => {
  await openBackend({ prefer: 'wasm' });
});
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'semblance-composition-'));
  before = tf.memory().numTensors;
});
afterEach(async () => {
  expect(tf.memory().numTensors).toBe(before);
  await rm(directory, { recursive: true, force: true });
});

/** Six colours of two categories, in images of 8 pixels. */
const data = (): TrainingData => {
  const drawn = drawnData({ size: 8 });
  return { ...drawn, categories: drawn.labels?.map((label) => `kind ${Number(label) % 2}`) };
};

async function run(
  change: Partial<TrainingConfig>,
  overrides: Partial<TrainingRequest> = {},
  stopAfter = Number.POSITIVE_INFINITY,
): Promise<TrainingEvent[]> {
  const config = defaultTrainingConfig({
    batchSize: 4,
    epochs: 2,
    maxStepsPerEpoch: 3,
    imagesPerLabel: 3,
    categoriesPerBatch: 1,
    ...change,
  });
  const stop = new AbortController();
  const given = { config, data: data(), directory, architecture: tinyModel, inputThreads: 0 };
  const events: TrainingEvent[] = [];
  for await (const event of train({ ...given, signal: stop.signal, ...overrides })) {
    events.push(event);
    if (event.type === 'step' && event.step === stopAfter) stop.abort();
  }
  return events;
}

/** Every file of `latest` but the manifest. */
async function latest() {
  const names = (await readdir(join(directory, 'latest'))).filter((name) => name.endsWith('.bin'));
  const bytes = names.map(async (name) => {
    return [name, (await readFile(join(directory, 'latest', name))).toString('hex')] as const;
  });
  return Object.fromEntries(await Promise.all(bytes));
}

const mean = (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length;

describe('train', () => {
  // The published ones do not all: one is constant, another jumps between poles of a tangent.
  it.each(LOSS_NAMES.filter((loss) => requireLoss(loss).compares !== 'triplets'))(
    'makes %s smaller',
    async (loss) => {
      const pace = { batchSize: 8, maxStepsPerEpoch: 25, epochs: 1, learningRate: 0.01 };
      const goal = { margin: 0.5, angleDegrees: 20, augmentation: 'none' };
      const events = await run({ loss, ...pace, ...goal });
      const losses = events.flatMap((event) => (event.type === 'step' ? [event.loss] : []));
      expect(mean(losses.slice(-5))).toBeLessThan(mean(losses.slice(0, 5)));
    },
  );

  it('leaves the weights as they were with lossless-published', async () => {
    const change = { loss: 'lossless-published', mining: 'none', weightDecay: 0 } as const;
    // All but the normalisation's running means and variances, which come last: 16 numbers.
    const learnt = async () => (await latest())['weights.bin']?.slice(0, -16 * 4 * 2);
    await run(change, {}, 1);
    const first = await learnt();
    await run(change);
    expect((await learnt()) === first).toBe(true);
  });

  it('keeps what a loss has learnt in latest, and resumes exactly with it', async () => {
    const change = { loss: 'proxy-anchor', sampler: 'p-x-k' } as const;
    await run(change);
    const whole = await latest();
    expect(Object.keys(whole).sort()).toEqual(['loss.bin', 'optimizer.bin', 'weights.bin']);
    // Six labels with eight numbers each, of four bytes.
    expect(whole['loss.bin']?.length).toBe(2 * 6 * 8 * 4);
    await rm(directory, { recursive: true });
    await run(change, {}, 4);
    const half = await latest();
    expect(half['loss.bin']).not.toBe(whole['loss.bin']);
    await run(change, { resume: true });
    expect(await latest()).toEqual(whole);
    expect(await readdir(join(directory, 'best'))).not.toContain('loss.bin');
  });

  it('refuses to go on from a damaged state of the loss', async () => {
    await run({ loss: 'proxy-anchor' }, {}, 4);
    await truncate(join(directory, 'latest', 'loss.bin'), 20);
    await expect(run({ loss: 'proxy-anchor' }, { resume: true })).rejects.toMatchObject({
      code: 'CHECKPOINT_CORRUPT',
    });
  });

  it('resumes exactly with every sampler, and with a miner that draws', async () => {
    for (const sampler of SAMPLER_NAMES) {
      const change = { sampler, mining: 'distance-weighted', loss: 'triplet-hinge' } as const;
      await run(change);
      const whole = await latest();
      await rm(directory, { recursive: true });
      await run(change, {}, 4);
      await run(change, { resume: true });
      expect(await latest()).toEqual(whole);
      await rm(directory, { recursive: true });
    }
  });

  it('needs no triplets where a sampler takes labels and products are held out', async () => {
    const { train: _, val: __, ...rest } = data();
    const none = new Uint32Array();
    const trainImages = Uint32Array.from({ length: 40 }, (_, i) => i);
    const labelsOnly = { ...rest, train: none, val: none, trainImages };
    const events = await run({ sampler: 'p-x-k' }, { data: labelsOnly });
    expect(events.at(-1)).toMatchObject({
      reason: 'completed',
      best: { metric: 'precision@10' },
    });
    const evaluated = events.find((event) => event.type === 'evaluated');
    expect(Object.keys(evaluated?.metrics ?? {})).not.toContain('tripletAccuracy');
    await expect(run({}, { data: labelsOnly })).rejects.toMatchObject({ code: 'TRIPLETS_EMPTY' });
    await expect(
      run({ sampler: 'p-x-k' }, { data: { ...labelsOnly, heldOut: undefined } }),
    ).rejects.toMatchObject({ code: 'TRIPLETS_EMPTY' });
  });

  it('refuses labels of one image before anything is written', async () => {
    const { labels = [], ...rest } = data();
    const lone = { ...rest, labels: labels.with(0, 'nothing alike') };
    await expect(run({ sampler: 'p-x-k' }, { data: lone })).rejects.toMatchObject({
      code: 'LABELS_INVALID',
      details: { labels: ['nothing alike'] },
    });
    expect(await readdir(directory)).toEqual([]);
    const left = { sampler: 'p-x-k', loneLabels: 'leave-out' } as const;
    expect((await run(left, { data: lone })).at(-1)).toMatchObject({ reason: 'completed' });
  });

  it('refuses a loss that needs labels, without them', async () => {
    const { labels: _, ...unlabelled } = data();
    await expect(run({ loss: 'proxy-anchor' }, { data: unlabelled })).rejects.toMatchObject({
      code: 'LABELS_INVALID',
    });
  });

  it('stores distance, miner and sampler in the checkpoint, and resumes with the same alone', async () => {
    const change = { distance: 'fractional', fractionalP: 0.7, mining: 'batch-hard' } as const;
    await run(change, {}, 2);
    const manifest = await readFile(join(directory, 'latest', 'checkpoint.json'), 'utf8');
    expect(JSON.parse(manifest).config).toMatchObject({ ...change, sampler: 'triplets' });
    await expect(run({ ...change, fractionalP: 0.5 }, { resume: true })).rejects.toMatchObject({
      code: 'CHECKPOINT_MISMATCH',
      details: { changed: ['fractionalP'] },
    });
  });
});
