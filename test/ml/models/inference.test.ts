import * as tf from '@tensorflow/tfjs-core';
import {
  input,
  type LayersModel,
  layers,
  model as modelOf,
  type SymbolicTensor,
} from '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, it } from 'vitest';
import { openBackend } from '../../../packages/ml/src/backend/open.ts';
import { BatchNormalization } from '../../../packages/ml/src/models/batchNormalization.ts';
import { prepareInference } from '../../../packages/ml/src/models/inference.ts';
import { requireModel } from '../../../packages/ml/src/models/registry.ts';

beforeAll(async () => {
  await openBackend({ prefer: 'wasm' });
});

/** Statistics and scales as training leaves them; `lowest` below zero for scales that turn signs. */
function disturb(net: LayersModel, lowest: number): void {
  tf.tidy(() => {
    for (const layer of net.layers) {
      if (!(layer instanceof BatchNormalization)) continue;
      const [gamma, beta, mean, variance] = layer.getWeights() as [
        tf.Tensor,
        tf.Tensor,
        tf.Tensor,
        tf.Tensor,
      ];
      const seeded = (like: tf.Tensor, low: number, high: number, seed: number) =>
        tf.randomUniform(like.shape, low, high, 'float32', seed);
      layer.setWeights([
        seeded(gamma, lowest, 1.5, 1),
        seeded(beta, -0.5, 0.5, 2),
        seeded(mean, -0.2, 0.2, 3),
        seeded(variance, 0.5, 2, 4),
      ]);
    }
  });
}

async function bothWays(net: LayersModel, size: number) {
  const images = tf.randomUniform([3, size, size, 3], 0, 1, 'float32', 5) as tf.Tensor4D;
  const read = (f: () => tf.Tensor) => {
    const output = tf.tidy(f);
    const values = [...output.dataSync()];
    output.dispose();
    return values;
  };
  const expected = read(() => net.apply(images, { training: false }) as tf.Tensor);
  const before = tf.memory().numTensors;
  const inference = await prepareInference(net);
  const names = tf.profile(() => {
    const output = tf.tidy(() => inference.run(images));
    output.dispose();
    return [];
  });
  const actual = read(() => inference.run(images));
  inference.dispose();
  expect(tf.memory().numTensors).toBe(before);
  images.dispose();
  return { expected, actual, kernels: names.then(({ kernelNames }) => kernelNames) };
}

function expectSame(actual: number[], expected: number[]): void {
  const largest = Math.max(...expected.map(Math.abs));
  expect(largest).toBeGreaterThan(0);
  for (const [i, value] of expected.entries()) {
    expect(Math.abs((actual[i] as number) - value)).toBeLessThan(1e-5 * Math.max(1, largest));
  }
}

describe('prepareInference', () => {
  it.each([
    { name: 'mildnet-nano', size: 64 },
    { name: 'mildnet_mobilenet', size: 64 },
  ])('$name gives the same without one batch normalisation left', async ({ name, size }) => {
    const net = requireModel(name).build({ seed: 2, inputSize: size });
    disturb(net, 0.5);
    const { actual, expected, kernels } = await bothWays(net, size);
    expectSame(actual, expected);
    expect(await kernels).not.toContain('FusedBatchNorm');
    net.dispose();
  });

  it('leaves a normalisation behind a pooling alone where a scale is negative', async () => {
    const net = requireModel('mildnet-nano').build({ seed: 2 });
    disturb(net, -1);
    const { actual, expected, kernels } = await bothWays(net, 64);
    expectSame(actual, expected);
    expect(await kernels).toContain('FusedBatchNorm');
    net.dispose();
  });

  it('folds a biased, strided convolution and a multiplied depthwise one, negative scales too', async () => {
    const image = input({ shape: [12, 10, 3] });
    const chain = [
      layers.conv2d({ filters: 4, kernelSize: 3, strides: [2, 1], biasInitializer: 'ones' }),
      new BatchNormalization({ name: 'first' }),
      layers.activation({ activation: 'relu' }),
      layers.depthwiseConv2d({ kernelSize: 3, depthMultiplier: 2, padding: 'same' }),
      new BatchNormalization({ name: 'second' }),
      layers.reLU({ maxValue: 6 }),
      layers.conv2d({ filters: 3, kernelSize: 1, activation: 'tanh' }),
      new BatchNormalization({ name: 'after_tanh' }),
    ];
    const output = chain.reduce(
      (x, layer) => layer.apply(x) as SymbolicTensor,
      image as SymbolicTensor,
    );
    const net = modelOf({ inputs: image, outputs: output });
    disturb(net, -1.5);
    const images = tf.randomUniform([2, 12, 10, 3], -1, 1, 'float32', 6) as tf.Tensor4D;
    const before = tf.memory().numTensors;
    const inference = await prepareInference(net);
    const [actual, expected] = tf.tidy(() => [
      [...inference.run(images).dataSync()],
      [...(net.apply(images) as tf.Tensor).dataSync()],
    ]) as unknown as [number[], number[]];
    expectSame(actual, expected);
    inference.dispose();
    expect(tf.memory().numTensors).toBe(before);
    images.dispose();
    net.dispose();
  });

  it('does not fold what another layer reads, nor a convolution that two read', async () => {
    const image = input({ shape: [6, 6, 3] });
    const convolved = layers.conv2d({ filters: 3, kernelSize: 3, padding: 'same' }).apply(image);
    const normal = new BatchNormalization({ name: 'shared' }).apply(convolved as SymbolicTensor);
    const sum = layers.add().apply([normal, convolved] as SymbolicTensor[]) as SymbolicTensor;
    const net = modelOf({ inputs: image, outputs: sum });
    disturb(net, 0.5);
    const { actual, expected, kernels } = await bothWays(net, 6);
    expectSame(actual, expected);
    expect(await kernels).toContain('FusedBatchNorm');
    net.dispose();
  });
});
