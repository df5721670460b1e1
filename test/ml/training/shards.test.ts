import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Worker } from 'node:worker_threads';
import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openBackend } from '../../../packages/ml/src/backend/open.ts';
import { openObjective } from '../../../packages/ml/src/losses/objective.ts';
import { BatchNormalization } from '../../../packages/ml/src/models/batchNormalization.ts';
import { forwardInTraining } from '../../../packages/ml/src/models/forward.ts';
import { requireModel } from '../../../packages/ml/src/models/registry.ts';
import type { TrainingBatch } from '../../../packages/ml/src/training/batchStream.ts';
import {
  defaultTrainingConfig,
  type TrainingConfig,
} from '../../../packages/ml/src/training/config.ts';
import type { TrainingEvent } from '../../../packages/ml/src/training/events.ts';
import { measureLoss } from '../../../packages/ml/src/training/measuredLoss.ts';
import { Optimizer } from '../../../packages/ml/src/training/optimizer.ts';
import type { TrainingRequest } from '../../../packages/ml/src/training/run.ts';
import { LocalShards } from '../../../packages/ml/src/training/shards/localShards.ts';
import { mergeMoments } from '../../../packages/ml/src/training/shards/mergeMoments.ts';
import { chooseShards } from '../../../packages/ml/src/training/shards/openShards.ts';
import { shardedGradients } from '../../../packages/ml/src/training/shards/shardedGradients.ts';
import {
  joinRows,
  rowsOfShard,
  splitRows,
} from '../../../packages/ml/src/training/shards/splitRows.ts';
import { trainStep } from '../../../packages/ml/src/training/step.ts';
import { train } from '../../../packages/ml/src/training/train.ts';
import { drawnData } from './drawnImages.ts';

let directory = '';
beforeAll(async () => {
  await openBackend({ prefer: 'wasm' });
});
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'semblance-shards-'));
});
afterEach(async () => {
  await rm(directory, { recursive: true, force: true });
});

describe('rows dealt out to parts', () => {
  it('come back in their order, also where the parts are not of one size', () => {
    for (const [rows, count] of [
      [6, 2],
      [7, 3],
      [5, 5],
    ] as const) {
      const values = Float32Array.from({ length: rows * 4 }, (_, i) => i);
      const parts = splitRows(values, rows, count);
      expect(parts.map(({ length }) => length / 4)).toEqual(
        parts.map((_, shard) => rowsOfShard(rows, count, shard)),
      );
      expect(joinRows(parts, rows)).toEqual(values);
    }
  });
});

describe('moments of parts', () => {
  it('give the mean and variance of the whole', () => {
    const values = [3, -1, 4, 1, 5, -9, 2];
    const moments = (of: number[]) => {
      const mean = of.reduce((sum, v) => sum + v, 0) / of.length;
      const variance = of.reduce((sum, v) => sum + (v - mean) ** 2, 0) / of.length;
      return { mean: Float32Array.of(mean), variance: Float32Array.of(variance) };
    };
    const parts = [values.slice(0, 2), values.slice(2)];
    const merged = mergeMoments(
      parts.map(moments),
      parts.map(({ length }) => length),
    );
    const whole = moments(values);
    expect(merged.mean[0]).toBeCloseTo(whole.mean[0] as number, 5);
    expect(merged.variance[0]).toBeCloseTo(whole.variance[0] as number, 4);
  });
});

/** A batch of noise for a net, and what a step needs beside it. */
function noise(name: string, triplets: number) {
  const model = requireModel(name).build({ seed: 1 });
  const size = 64;
  const rows = triplets * 3;
  const indexes = Uint32Array.from({ length: rows }, (_, i) => i);
  const pixels = tf.tidy(
    () => tf.randomUniform([rows * size * size * 3], 0, 1, 'float32', 3).dataSync() as Float32Array,
  );
  const batch: TrainingBatch = { layout: 'triplets', indexes, pixels };
  const labels = Array.from(indexes, (i) => String(i % triplets));
  const objective = openObjective(defaultTrainingConfig(), { images: indexes, labels }, 128);
  const variables = model.trainableWeights.map((weight) => weight.read() as tf.Variable);
  return { model, size, rows, batch, objective, variables };
}

describe('gradients by parts', () => {
  it('are those of the whole batch where no part is normalised by itself', async () => {
    const { model, size, rows, batch, objective, variables } = noise('mildnet-nano', 4);
    for (const layer of model.layers) if (layer instanceof BatchNormalization) layer.frozen = true;
    const whole = tf.tidy(() => {
      const images = tf.tensor4d(batch.pixels, [rows, size, size, 3]);
      const embed = () => forwardInTraining(model, images) as tf.Tensor2D;
      return measureLoss(embed, objective, batch, 1, variables);
    });
    const before = tf.memory().numTensors;
    const shards = new LocalShards(model, 3);
    const parts = await shardedGradients({ model, objective, shards }, batch, 1, variables);
    expect(tf.memory().numTensors).toBe(before + 3 + variables.length);
    expect((await parts.loss.data())[0]).toBeCloseTo((await whole.loss.data())[0] as number, 4);
    expect((await parts.spread.data())[0]).toBeCloseTo((await whole.spread.data())[0] as number, 4);
    for (const [i, gradient] of whole.gradients.entries()) {
      const expected = (await gradient.data()) as Float32Array;
      const actual = await (parts.gradients[i] as tf.Tensor).data();
      const largest = expected.reduce((max, v) => Math.max(max, Math.abs(v)), 1e-4);
      for (const [j, value] of expected.entries()) {
        expect(Math.abs((actual[j] as number) - value) / largest).toBeLessThan(1e-3);
      }
    }
    tf.dispose([Object.values(whole), Object.values(parts)] as never);
    objective.dispose();
    model.dispose();
  });

  it('move the running averages by what all parts saw', async () => {
    const { model, size, rows, batch, objective, variables } = noise('mildnet-nano', 4);
    const other = requireModel('mildnet-nano').build({ seed: 1 });
    // The first normalisation comes before any other, so parts and whole see the same values there.
    const first = (of: typeof model) =>
      of.layers.find((layer) => layer instanceof BatchNormalization) as BatchNormalization;
    tf.tidy(() => forwardInTraining(other, tf.tensor4d(batch.pixels, [rows, size, size, 3])));
    const shards = new LocalShards(model, 2);
    const parts = await shardedGradients({ model, objective, shards }, batch, 1, variables);
    const [expected, actual] = [first(other), first(model)].map((layer) =>
      layer
        .getWeights()
        .slice(2)
        .map((weight) => [...weight.dataSync()]),
    ) as [number[][], number[][]];
    for (const [i, values] of expected.entries()) {
      for (const [j, value] of values.entries()) expect(actual[i]?.[j]).toBeCloseTo(value, 4);
    }
    tf.dispose(Object.values(parts) as never);
    objective.dispose();
    model.dispose();
    other.dispose();
  });
});

function request(
  overrides: Partial<TrainingConfig> = {},
  rest: Partial<TrainingRequest> = {},
): TrainingRequest {
  const settings = { batchSize: 4, maxStepsPerEpoch: 6, epochs: 1, shards: 2, ...overrides };
  return {
    config: defaultTrainingConfig({ model: 'mildnet-nano', ...settings }),
    data: drawnData(),
    directory,
    ...rest,
  };
}

/** Runs to the end, or until `stopAfter` steps, by cancelling as a person would. */
async function run(given: TrainingRequest, stopAfter = Number.POSITIVE_INFINITY) {
  const stop = new AbortController();
  const events: TrainingEvent[] = [];
  for await (const event of train({ ...given, signal: stop.signal })) {
    events.push(event);
    if (event.type === 'step' && event.step === stopAfter) stop.abort();
  }
  return events;
}

const weightsOf = (kind: string) => readFile(join(directory, kind, 'weights.bin'));
const manifestOf = async (kind: string) =>
  JSON.parse(await readFile(join(directory, kind, 'checkpoint.json'), 'utf8'));

describe('training by parts', () => {
  it('gives the same weights in threads as on one thread, to the bit', async () => {
    const inThreads = await run(request());
    expect(inThreads[0]).toMatchObject({ type: 'started', shards: 2, threads: 2 });
    const threaded = await weightsOf('latest');
    await rm(directory, { recursive: true });
    const architecture = requireModel('mildnet-nano');
    const before = tf.memory().numTensors;
    const alone = await run(request({}, { architecture }));
    expect(tf.memory().numTensors).toBe(before);
    expect(alone[0]).toMatchObject({ type: 'started', shards: 2, threads: 1 });
    expect((await weightsOf('latest')).equals(threaded)).toBe(true);
  });

  it('gives the same weights resumed, with as many parts as it began with', async () => {
    await run(request());
    const whole = await weightsOf('latest');
    await rm(directory, { recursive: true });
    await run(request(), 3);
    const rest = await run(request({ shards: null }, { resume: true }));
    expect(rest[0]).toMatchObject({ type: 'started', resumedFromStep: 3, shards: 2 });
    expect((await weightsOf('latest')).equals(whole)).toBe(true);
  });

  it('is not resumed with another number of parts', async () => {
    await run(request(), 2);
    await expect(run(request({ shards: 3 }, { resume: true }))).rejects.toMatchObject({
      code: 'CHECKPOINT_MISMATCH',
      details: { changed: ['shards'] },
    });
  });

  it('loses no step when a thread dies', async () => {
    const threads: Worker[] = [];
    const listen = (thread: Worker) => threads.push(thread);
    process.on('worker', listen);
    const events: TrainingEvent[] = [];
    try {
      const running = async () => {
        for await (const event of train(request({}, { inputThreads: 0 }))) {
          events.push(event);
          if (event.type === 'step' && event.step === 3) await threads[1]?.terminate();
        }
      };
      await expect(running()).rejects.toMatchObject({ code: 'TRAINING_THREAD_LOST' });
    } finally {
      process.off('worker', listen);
    }
    expect(threads.length).toBe(2);
    expect(events.at(-1)).toMatchObject({ type: 'checkpointed', kind: 'LATEST', step: 3 });
    await run(request({}, { resume: true }));
    const resumed = await weightsOf('latest');
    await rm(directory, { recursive: true });
    await run(request());
    expect((await weightsOf('latest')).equals(resumed)).toBe(true);
  });

  it('stops at a loss that is not a number, with no weight changed and no tensor left', async () => {
    const { model, batch, objective, variables } = noise('mildnet-nano', 4);
    const config = defaultTrainingConfig({ model: 'mildnet-nano' });
    const data = drawnData();
    const optimizer = new Optimizer(
      config,
      variables.map((variable) => ({ variable, isBackbone: false })),
    );
    tf.tidy(() => variables.at(-1)?.assign(tf.fill([128], Number.NaN)));
    const kernel = [...(variables[0] as tf.Variable).dataSync()];
    const before = tf.memory().numTensors;
    const shards = new LocalShards(model, 2);
    const trained = { model, objective, optimizer, shards };
    await expect(trainStep(trained, config, data, batch, 1, 0.001)).rejects.toMatchObject({
      code: 'LOSS_NOT_FINITE',
    });
    await shards.close();
    expect(tf.memory().numTensors).toBe(before);
    expect([...(variables[0] as tf.Variable).dataSync()]).toEqual(kernel);
    optimizer.dispose();
    objective.dispose();
    model.dispose();
  });
});

describe('how many parts', () => {
  const config = defaultTrainingConfig({ model: 'mildnet-nano', batchSize: 32 });

  it('is what the settings say, else what suits the backend', async () => {
    expect(await chooseShards({ ...config, shards: 5 }, 'wasm', undefined)).toBe(5);
    expect(await chooseShards(config, 'tensorflow', undefined)).toBe(1);
    const few = { ...config, batchSize: 4 };
    expect(await chooseShards(few, 'wasm', undefined)).toBe(1);
    const many = await chooseShards({ ...config, batchSize: 4096 }, 'wasm', undefined);
    expect(many).toBeGreaterThanOrEqual(1);
    expect(many).toBeLessThanOrEqual(8);
  });

  it('is kept with the run', async () => {
    await run(request({ shards: null, batchSize: 4 }), 1);
    expect((await manifestOf('latest')).config.shards).toBe(1);
  });

  it('may not be more than there are triplets in a batch', async () => {
    await expect(run(request({ shards: 5 }))).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      details: { field: 'shards' },
    });
  });
});
