import { mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openBackend } from '../../../packages/ml/src/backend/open.ts';
import { copyForServing } from '../../../packages/ml/src/checkpoints/copyForServing.ts';
import {
  createUntrainedEmbedder,
  loadEmbedder,
} from '../../../packages/ml/src/embeddings/embedder.ts';
import { openObjective } from '../../../packages/ml/src/losses/objective.ts';
import { requireModel } from '../../../packages/ml/src/models/registry.ts';
import {
  defaultTrainingConfig,
  type TrainingConfig,
} from '../../../packages/ml/src/training/config.ts';
import type { TrainingEvent } from '../../../packages/ml/src/training/events.ts';
import { Optimizer } from '../../../packages/ml/src/training/optimizer.ts';
import type { TrainingRequest } from '../../../packages/ml/src/training/run.ts';
import { trainStep } from '../../../packages/ml/src/training/step.ts';
import { train } from '../../../packages/ml/src/training/train.ts';
import { drawnData } from './drawnImages.ts';

let directory = '';
beforeAll(async () => {
  await openBackend({ prefer: 'wasm' });
});
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'semblance-train-'));
});
afterEach(async () => {
  await rm(directory, { recursive: true, force: true });
});

function small(overrides: Partial<TrainingConfig> = {}): TrainingConfig {
  return defaultTrainingConfig({
    model: 'mildnet-nano',
    batchSize: 2,
    maxStepsPerEpoch: 5,
    epochs: 2,
    ...overrides,
  });
}

function request(overrides: Partial<TrainingRequest> = {}): TrainingRequest {
  return { config: small(), data: drawnData(), directory, ...overrides };
}

/** Runs to the end, or until `stopAfter` steps, by cancelling as a person would. */
async function run(overrides: Partial<TrainingRequest> = {}, stopAfter = Number.POSITIVE_INFINITY) {
  const stop = new AbortController();
  const events: TrainingEvent[] = [];
  for await (const event of train(request({ signal: stop.signal, ...overrides }))) {
    events.push(event);
    if (event.type === 'step' && event.step === stopAfter) stop.abort();
  }
  return events;
}

const weightsOf = (kind: string) => readFile(join(directory, kind, 'weights.bin'));

describe('train', () => {
  it('learns, tells what it does in order, and leaves no tensor behind', async () => {
    const before = tf.memory().numTensors;
    const counts = new Set<number>();
    const kinds: string[] = [];
    const losses: number[] = [];
    const config = small({ batchSize: 8, maxStepsPerEpoch: 9, augmentation: 'none' });
    for await (const event of train(request({ config }))) {
      kinds.push(event.type);
      if (event.type !== 'step') continue;
      counts.add(tf.memory().numTensors);
      losses.push(event.loss);
    }
    expect(kinds.slice(0, 2)).toEqual(['started', 'step']);
    expect(kinds.slice(-2)).toEqual(['checkpointed', 'finished']);
    expect(counts.size).toBe(1);
    expect(tf.memory().numTensors).toBe(before);
    expect(Math.min(...losses.slice(-3))).toBeLessThan((losses[0] as number) / 2);
  });

  it('gives the same weights when stopped at 10 of 20 steps and resumed', async () => {
    const config = small({ maxStepsPerEpoch: 10 });
    await run({ config });
    const whole = await weightsOf('latest');
    await rm(directory, { recursive: true });
    const first = await run({ config }, 10);
    expect(first.at(-1)).toMatchObject({ type: 'finished', step: 10, reason: 'cancelled' });
    const second = await run({ config, resume: true });
    expect(second[0]).toMatchObject({ type: 'started', resumedFromStep: 10 });
    expect((await weightsOf('latest')).equals(whole)).toBe(true);
  });

  it('gives the same weights when stopped in the middle of an epoch, by every optimizer', async () => {
    for (const optimizer of ['adamw', 'sgd-nesterov', 'rmsprop'] as const) {
      const config = small({ optimizer, maxStepsPerEpoch: 4, epochs: 1, learningRate: 1e-3 });
      await rm(directory, { recursive: true, force: true });
      await run({ config });
      const whole = await weightsOf('latest');
      await rm(directory, { recursive: true });
      await run({ config }, 3);
      await run({ config, resume: true });
      expect((await weightsOf('latest')).equals(whole)).toBe(true);
    }
  });

  it('gives other weights for another seed', async () => {
    await run({ config: small({ maxStepsPerEpoch: 1, epochs: 1 }) });
    const one = await weightsOf('latest');
    await run({ config: small({ maxStepsPerEpoch: 1, epochs: 1, seed: 2 }) });
    expect((await weightsOf('latest')).equals(one)).toBe(false);
  });

  it('keeps the best checkpoint when a later one is worse', async () => {
    const events = await run({
      config: small({ epochs: 4, learningRate: 0.05, schedule: 'constant' }),
    });
    const evaluated = events.filter((event) => event.type === 'evaluated');
    const values = evaluated.map((event) => event.metrics['precision@10'] as number);
    const best = JSON.parse(await readFile(join(directory, 'best', 'checkpoint.json'), 'utf8'));
    expect(best.metrics['precision@10']).toBe(Math.max(...values));
    expect(best.step).toBe(evaluated[values.indexOf(Math.max(...values))]?.step);
    expect(events.at(-1)).toMatchObject({ best: { metric: 'precision@10', step: best.step } });
    expect(await readdir(directory)).toEqual(['best', 'latest']);
  });

  it('names the step at which the loss is not a number, and changes no weight', async () => {
    const config = small();
    const data = drawnData();
    const model = requireModel('mildnet-nano').build({ seed: 1 });
    const variables = model.trainableWeights.map((weight) => weight.read() as tf.Variable);
    const optimizer = new Optimizer(
      config,
      variables.map((variable) => ({ variable, isBackbone: false })),
    );
    // Pixels cannot do it: ReLU and the maximum of a pool swallow what is not a number.
    tf.tidy(() => variables.at(-1)?.assign(tf.fill([128], Number.NaN)));
    const before = tf.memory().numTensors;
    const kernel = [...(variables[0] as tf.Variable).dataSync()];
    const indexes = Uint32Array.of(0, 6, 1);
    const pixels = new Float32Array(3 * 64 * 64 * 3).fill(0.5);
    const batch = { layout: 'triplets' as const, indexes, pixels };
    const objective = openObjective(config, { ...data, images: indexes }, 128);
    const trained = { model, objective, optimizer };
    await expect(trainStep(trained, config, data, batch, 17, 0.001)).rejects.toMatchObject({
      code: 'LOSS_NOT_FINITE',
      details: { step: 17 },
    });
    expect([...(variables[0] as tf.Variable).dataSync()]).toEqual(kernel);
    expect(tf.memory().numTensors).toBe(before);
    optimizer.dispose();
    model.dispose();
  });

  it('notices that all images get the same embedding', async () => {
    const data = drawnData();
    const grey = new Uint8Array(64 * 64 * 3).fill(128);
    const same = { ...data, images: { ...data.images, image: () => grey } };
    const config = small({ epochs: 6, augmentation: 'none' });
    await expect(run({ config, data: same })).rejects.toMatchObject({
      code: 'EMBEDDINGS_COLLAPSED',
    });
  });

  it.each([
    ['learningRate', { learningRate: -1 }],
    ['loss', { loss: 'no-loss' as never }],
    ['epochs', { epochs: 1.5 }],
  ])('refuses a bad %s by name', async (field, bad) => {
    await expect(run({ config: small(bad) })).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      details: { field },
    });
  });

  it('refuses data that names no image, repeats one, or is empty', async () => {
    const data = drawnData();
    const of = (train: number[]) => run({ data: { ...data, train: Uint32Array.from(train) } });
    await expect(of([])).rejects.toMatchObject({ code: 'TRIPLETS_EMPTY' });
    await expect(of([0, 1, 60])).rejects.toMatchObject({ code: 'TRIPLETS_INVALID' });
    await expect(of([0, 0, 1])).rejects.toMatchObject({ code: 'TRIPLETS_INVALID' });
  });
});

describe('checkpoints', () => {
  const brief = { maxStepsPerEpoch: 1, epochs: 1 };

  it('are not resumed with other data or settings', async () => {
    await run({ config: small(brief) });
    const other = drawnData({ fingerprint: 'other' });
    await expect(run({ config: small(brief), data: other, resume: true })).rejects.toMatchObject({
      code: 'CHECKPOINT_MISMATCH',
    });
    const config = small({ ...brief, learningRate: 0.01 });
    await expect(run({ config, resume: true })).rejects.toMatchObject({
      code: 'CHECKPOINT_MISMATCH',
      details: { changed: ['learningRate'] },
    });
  });

  it('are refused when cut short, altered, unreadable or missing', async () => {
    await run({ config: small(brief) });
    const weights = join(directory, 'best', 'weights.bin');
    const bytes = await readFile(weights);
    const refused = (code: string) =>
      expect(loadEmbedder(join(directory, 'best'))).rejects.toMatchObject({ code });
    await truncate(weights, bytes.length - 4);
    await refused('CHECKPOINT_CORRUPT');
    bytes.writeFloatLE(3, 400);
    await writeFile(weights, bytes);
    await refused('CHECKPOINT_CORRUPT');
    await writeFile(join(directory, 'best', 'checkpoint.json'), '{"format":');
    await refused('CHECKPOINT_CORRUPT');
    await rm(join(directory, 'best'), { recursive: true });
    await refused('CHECKPOINT_MISSING');
  });

  it('embed after loading and after exporting what the trained model embeds', async () => {
    const data = drawnData();
    await run({ config: small(brief), data });
    await copyForServing(join(directory, 'best'), join(directory, 'exported'));
    expect(await readdir(join(directory, 'exported'))).toEqual(['checkpoint.json', 'weights.bin']);
    const pixels = [0, 1, 2].map((index) => data.images.image(index));
    const before = tf.memory().numTensors;
    const vectors = await embedWith(await loadEmbedder(join(directory, 'best')), pixels);
    expect(await embedWith(await loadEmbedder(join(directory, 'exported')), pixels)).toEqual(
      vectors,
    );
    expect(tf.memory().numTensors).toBe(before);
    for (const vector of vectors) expect(Math.hypot(...vector)).toBeCloseTo(1, 6);
    const untrained = await embedWith(await createUntrainedEmbedder('mildnet-nano', 1), pixels);
    expect(untrained).not.toEqual(vectors);
    // As it would have started, had it been given these weights: no matter the seed.
    const source = { kind: 'checkpoint', directory: join(directory, 'best') } as const;
    const start = await createUntrainedEmbedder('mildnet-nano', 2, { initialWeights: source });
    expect(await embedWith(start, pixels)).toEqual(vectors);
  });

  it('embed in as many numbers as were asked for, and go on in them', async () => {
    const config = small({ embeddingDimension: 24, epochs: 1 });
    for await (const _ of train(request({ config }))) {
      // Each event is a step of the work.
    }
    const embedder = await loadEmbedder(join(directory, 'best'));
    const [vector] = await embedWith(embedder, [drawnData().images.image(0)]);
    expect(embedder.dimension).toBe(24);
    expect(vector).toHaveLength(24);
    expect(Math.hypot(...(vector as Float32Array))).toBeCloseTo(1, 6);
    const longer = request({ config: { ...config, embeddingDimension: 32 }, resume: true });
    await expect(train(longer).next()).rejects.toMatchObject({ code: 'CHECKPOINT_MISMATCH' });
    const fixed = request({ config: small({ model: 'ranknet', embeddingDimension: 24 }) });
    await expect(train(fixed).next()).rejects.toMatchObject({
      ...{ code: 'CONFIG_INVALID', details: { field: 'embeddingDimension' } },
    });
  });
});

async function embedWith(embedder: Awaited<ReturnType<typeof loadEmbedder>>, pixels: Uint8Array[]) {
  const vectors = await embedder.embed(pixels);
  embedder.dispose();
  return vectors;
}
