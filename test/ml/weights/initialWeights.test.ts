import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { layers, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBackend } from '../../../packages/ml/src/backend/open.ts';
import {
  readCheckedFile,
  readManifest,
} from '../../../packages/ml/src/checkpoints/checkpointFiles.ts';
import { loadCheckpointModel } from '../../../packages/ml/src/checkpoints/checkpointModel.ts';
import { splitFloats } from '../../../packages/ml/src/checkpoints/packedWeights.ts';
import { defineModel } from '../../../packages/ml/src/models/defineModel.ts';
import { L2Normalize } from '../../../packages/ml/src/models/l2Normalize.ts';
import { defaultTrainingConfig } from '../../../packages/ml/src/training/config.ts';
import { train } from '../../../packages/ml/src/training/train.ts';
import type { InitialWeightsSource } from '../../../packages/ml/src/weights/initialWeights.ts';
import { readKerasFile } from '../../../packages/ml/src/weights/keras/kerasFile.ts';
import { drawnData } from '../training/drawnImages.ts';
import { fixture } from './kerasFixtures.ts';

const backend = { prefer: 'wasm' } as const;
let folder: string;
beforeAll(async () => {
  await openBackend(backend);
  folder = await mkdtemp(join(tmpdir(), 'initial-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** The convolutions of the fixtures' MILDNet, all frozen, so that training leaves them as they came. */
function smallVgg(units: number) {
  const summary = {
    name: 'small-vgg',
    family: 'vgg',
    status: 'ours',
    description: 'For tests',
    embeddingDimension: units,
    dimensionRange: null,
    outputShape: [units],
    inputSize: 32,
    imagenetBackbone: 'vgg16',
    frozenLayers: [],
    parameters: { total: 3202 + 9 * units, trainable: 9 * units },
    cpuFriendly: true,
  } as const;
  return defineModel(summary, (image, initial) => {
    let x: SymbolicTensor = image;
    for (const [i, filters] of [4, 5, 6, 7, 8].entries()) {
      for (const conv of [1, 2]) {
        const name = `block${i + 1}_conv${conv}`;
        const kernelInitializer = initial.glorotUniform(name);
        const padding = 'same' as const;
        const given = { name, filters, kernelSize: 3, padding, trainable: false };
        x = layers
          .conv2d({ ...given, activation: 'relu', kernelInitializer })
          .apply(x) as SymbolicTensor;
      }
      x = layers.maxPooling2d({ name: `pool${i}`, poolSize: 2 }).apply(x) as SymbolicTensor;
    }
    const kernelInitializer = initial.glorotUniform('dense1');
    const parts = [
      layers.flatten({ name: 'flat' }),
      layers.dense({ name: 'dense1', units, kernelInitializer }),
      new L2Normalize({ name: 'embedding' }),
    ];
    return parts.reduce((y, layer) => layer.apply(y) as SymbolicTensor, x);
  });
}

async function trainOne(name: string, units: number, initialWeights?: InitialWeightsSource) {
  const directory = join(folder, name);
  const overrides = {
    epochs: 1,
    batchSize: 2,
    maxStepsPerEpoch: 1,
    learningRate: 1e-8,
    weightDecay: 0,
  };
  const config = defaultTrainingConfig({
    ...overrides,
    initialWeights: initialWeights ? 'imagenet' : 'auto',
  });
  const data = drawnData({ size: 32, triplets: 8 });
  const request = { config, data, directory, backend, architecture: smallVgg(units) };
  for await (const _ of train({ ...request, initialWeights })) {
    // Each event is a step of the work.
  }
  return directory;
}

/** Kernels of a checkpoint by layer, read as they lie in the file. */
async function kernelOf(directory: string, layer: string, units: number): Promise<number[]> {
  const latest = join(directory, 'latest');
  const { weights, dimension } = await readManifest(latest);
  expect(dimension).toBe(units);
  const sizes = weights.entries.map(({ shape }) => tf.util.sizeFromShape(shape));
  const arrays = splitFloats(await readCheckedFile(latest, weights), sizes);
  const index = weights.entries.findIndex(({ name }) => name === `${layer}/kernel`);
  return [...(arrays[index] as Float32Array)];
}

describe('training from weights that are there', () => {
  it("starts the backbone from Keras' file and leaves the head random", async () => {
    const before = tf.memory().numTensors;
    const path = fixture('mildnet.notop.h5');
    const directory = await trainOne('keras', 6, { kind: 'keras', path, input: 'as-published' });
    const file = await readKerasFile(path);
    for (const { name, weights } of file) {
      expect(await kernelOf(directory, name, 6)).toEqual([...(weights[0]?.values ?? [])]);
    }
    expect(await kernelOf(directory, 'dense1', 6)).toHaveLength(8 * 6);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('starts from a checkpoint, and from one with another head as far as they agree', async () => {
    const first = await trainOne('first', 6);
    const source = { kind: 'checkpoint', directory: join(first, 'latest') } as const;
    const same = await trainOne('same', 6, source);
    const other = await trainOne('other', 7, source);
    const near = (a: number[], b: number[]) =>
      Math.max(...a.map((v, i) => Math.abs(v - (b[i] as number))));
    for (const layer of ['block1_conv1', 'block5_conv2']) {
      const kernel = await kernelOf(first, layer, 6);
      expect(await kernelOf(same, layer, 6)).toEqual(kernel);
      expect(await kernelOf(other, layer, 7)).toEqual(kernel);
    }
    expect(
      near(await kernelOf(same, 'dense1', 6), await kernelOf(first, 'dense1', 6)),
    ).toBeLessThan(1e-6);
    expect(await kernelOf(other, 'dense1', 7)).toHaveLength(8 * 7);
  });

  it('refuses weights of another network, and weights that were not given', async () => {
    const before = tf.memory().numTensors;
    const path = fixture('mobilenet.whole.h5');
    const training = trainOne('refused', 6, { kind: 'keras', path, input: 'as-published' });
    await expect(training).rejects.toMatchObject({ code: 'WEIGHTS_MISMATCH' });
    const config = defaultTrainingConfig({
      ...{ model: 'mildnet-nano', initialWeights: 'model', initialModel: 3 },
    });
    const request = { config, data: drawnData({ triplets: 8 }), directory: folder, backend };
    await expect(train(request).next()).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      details: { field: 'initialWeights' },
    });
    await expect(loadCheckpointModel(join(folder, 'refused'))).rejects.toMatchObject({
      code: 'CHECKPOINT_MISSING',
    });
    expect(tf.memory().numTensors).toBe(before);
  });
});
