import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { openBackend } from '../../../packages/ml/src/backend/open.ts';
import { normalizeBatch } from '../../../packages/ml/src/models/batchNormalization.ts';
import { L2Normalize } from '../../../packages/ml/src/models/l2Normalize.ts';
import { LocalResponseNormalization } from '../../../packages/ml/src/models/localResponseNormalization.ts';
import { countParameters } from '../../../packages/ml/src/models/parameters.ts';
import { requireModel } from '../../../packages/ml/src/models/registry.ts';
import { SeededDropout } from '../../../packages/ml/src/models/seededDropout.ts';

beforeAll(async () => {
  await openBackend({ prefer: 'wasm' });
});

/** Weights of a convolution without bias and its normalisation, which has four a filter. */
function normalizedConvolution(channels: number, filters: number): number {
  return 3 * 3 * channels * filters + 4 * filters;
}

describe('models', () => {
  it('mildnet-small has the weights that its description adds up to', () => {
    const residual = (filters: number) => 2 * normalizedConvolution(filters, filters);
    const backbone =
      normalizedConvolution(3, 16) +
      normalizedConvolution(16, 32) +
      residual(32) +
      normalizedConvolution(32, 64) +
      residual(64) +
      normalizedConvolution(64, 128) +
      residual(128);
    // Four averages and the last map, 80 pixels halved four times, go through two dense layers.
    const features = 16 + 32 + 64 + 128 + 5 * 5 * 128;
    const head = (features + 1) * 256 + (256 + 1) * 128;
    const small = requireModel('mildnet-small');
    const built = small.build({ seed: 1 });
    expect(countParameters(built).total).toBe(backbone + head);
    expect(countParameters(built)).toEqual(small.parameters);
    built.dispose();
  });

  it('are known by name', () => {
    const nano = requireModel('mildnet-nano');
    expect(nano.status).toBe('ours');
    const built = nano.build({ seed: 1, weights: 'zeros' });
    expect(countParameters(built)).toEqual(nano.parameters);
    built.dispose();
    expect(() => requireModel('ranknet2')).toThrow(
      expect.objectContaining({ code: 'MODEL_UNKNOWN' }),
    );
  });

  it('give vectors of another length where the architecture allows it', () => {
    const nano = requireModel('mildnet-nano').build({ seed: 1, embeddingDimension: 12 });
    expect(nano.outputs[0]?.shape).toEqual([null, 12]);
    nano.dispose();
    const refused = expect.objectContaining({
      code: 'CONFIG_INVALID',
      details: expect.objectContaining({ field: 'embeddingDimension' }),
    });
    for (const [name, embeddingDimension] of [
      ['mildnet-nano', 1],
      ['mildnet-nano', 12.5],
      ['mildnet_vgg16', 512],
    ] as const) {
      expect(() => requireModel(name).build({ seed: 1, embeddingDimension })).toThrow(refused);
    }
  });

  it('draw nothing where the weights are about to be read', () => {
    const nano = requireModel('mildnet-nano').build({ seed: 1, weights: 'zeros' });
    const kernels = nano.weights.filter(({ name }) => name.includes('kernel'));
    expect(kernels).toHaveLength(6);
    for (const kernel of kernels) {
      expect(tf.tidy(() => tf.max(tf.abs(kernel.read())).dataSync()[0])).toBe(0);
    }
    nano.dispose();
  });

  it('mildnet-nano gives 128 numbers of unit length, the same for the same seed', () => {
    const pixels = tf.randomUniform([2, 64, 64, 3], 0, 1, 'float32', 5);
    const embed = (seed: number) => {
      const model = requireModel('mildnet-nano').build({ seed });
      const output = tf.tidy(() => (model.apply(pixels) as tf.Tensor).arraySync() as number[][]);
      model.dispose();
      return output;
    };
    const rows = embed(3);
    expect(rows.map((row) => row.length)).toEqual([128, 128]);
    for (const row of rows) expect(Math.hypot(...row)).toBeCloseTo(1, 5);
    expect(embed(3)).toEqual(rows);
    expect(embed(4)).not.toEqual(rows);
    pixels.dispose();
  });
});

describe('layers', () => {
  it('L2Normalize leaves a zero row zero', () => {
    const rows = tf.tidy(() =>
      (
        new L2Normalize({ name: 'norm' }).apply(
          tf.tensor2d([
            [3, 4],
            [0, 0],
          ]),
        ) as tf.Tensor
      ).arraySync(),
    ) as number[][];
    expect(rows[0]?.[0]).toBeCloseTo(0.6, 6);
    expect(rows[1]).toEqual([0, 0]);
  });

  it('L2Normalize takes the axis that it is given', () => {
    const map = [
      [[3], [0.6]],
      [[4], [-0.8]],
    ];
    const layer = new L2Normalize({ name: 'height', axis: 1 });
    const [values] = tf.tidy(() => (layer.apply(tf.tensor4d([map])) as tf.Tensor).arraySync()) as [
      number[][][],
    ];
    for (const [y, x, expected] of [
      [0, 0, 3 / 5],
      [1, 0, 4 / 5],
      [0, 1, 0.6],
      [1, 1, -0.8],
    ] as const) {
      expect(values[y]?.[x]?.[0]).toBeCloseTo(expected, 6);
    }
  });

  it.each(['wasm', 'cpu'] as const)(
    'LocalResponseNormalization has the values and the gradient of its formula on %s',
    async (prefer) => {
      await openBackend({ prefer });
      const row = [30, -20, 10, 5, -40, 60, 0];
      const layer = new LocalResponseNormalization({ name: 'lrn' });
      const run = (x: tf.Tensor) => layer.apply(x) as tf.Tensor;
      const at = (x: readonly number[], i: number) => {
        const near = x.slice(Math.max(0, i - 2), i + 3);
        return (x[i] as number) / (2 + 1e-4 * near.reduce((sum, v) => sum + v * v, 0)) ** 0.75;
      };
      const total = (x: readonly number[]) => x.reduce((sum, _, i) => sum + (i + 1) * at(x, i), 0);
      const [values, gradient] = tf.tidy(() => {
        const x = tf.tensor4d(row, [1, 1, 1, 7]);
        const weights = tf.tensor4d([1, 2, 3, 4, 5, 6, 7], [1, 1, 1, 7]);
        const loss = (t: tf.Tensor) => tf.sum(tf.mul(run(t), weights));
        return [run(x).dataSync(), tf.grad(loss)(x).dataSync()];
      });
      for (const [i, value] of row.entries()) {
        expect(values[i]).toBeCloseTo(at(row, i), 5);
        const [above, below] = [0.01, -0.01].map((step) => total(row.with(i, value + step)));
        expect(gradient[i]).toBeCloseTo(((above as number) - (below as number)) / 0.02, 3);
      }
      await openBackend({ prefer: 'wasm' });
    },
  );

  it('SeededDropout drops another set at each step, the same one at the same step', () => {
    const layer = new SeededDropout({ name: 'drop', rate: 0.6, seed: 9 });
    const ones = tf.ones([1, 4000]);
    const dropAt = (step: number) => {
      layer.step = step;
      return tf.tidy(() => [...(layer.apply(ones, { training: true }) as tf.Tensor).dataSync()]);
    };
    const first = dropAt(1);
    expect(dropAt(2)).not.toEqual(first);
    expect(dropAt(1)).toEqual(first);
    expect(first.filter((value) => value > 0).length / 4000).toBeCloseTo(0.4, 1);
    expect(Math.max(...first)).toBeCloseTo(1 / 0.4, 5);
    const served = tf.tidy(() => (layer.apply(ones, { training: false }) as tf.Tensor).dataSync());
    expect(served.every((value) => value === 1)).toBe(true);
    ones.dispose();
  });

  it('batch normalisation has the values and gradients of the composed formula', () => {
    const [ours, composed] = tf.tidy(() => {
      const x = tf.randomNormal([3, 4, 5, 6], 1, 2, 'float32', 1) as tf.Tensor4D;
      const gamma = tf.randomUniform([6], 0.5, 2, 'float32', 2) as tf.Tensor1D;
      const beta = tf.randomUniform([6], -1, 1, 'float32', 3) as tf.Tensor1D;
      const weights = tf.randomNormal([3, 4, 5, 6], 0, 1, 'float32', 4);
      const own = (a: tf.Tensor, g: tf.Tensor, b: tf.Tensor) =>
        normalizeBatch(a as tf.Tensor4D, g as tf.Tensor1D, b as tf.Tensor1D).y;
      const plain = (a: tf.Tensor, g: tf.Tensor, b: tf.Tensor) => {
        const mean = tf.mean(a, [0, 1, 2]);
        const variance = tf.mean(tf.square(tf.sub(a, mean)), [0, 1, 2]);
        const h = tf.div(tf.sub(a, mean), tf.sqrt(tf.add(variance, 1e-3)));
        return tf.add(tf.mul(h, g), b);
      };
      return [own, plain].map((f) => {
        const loss = (...args: tf.Tensor[]) =>
          tf.sum(tf.mul(f(...(args as [tf.Tensor, tf.Tensor, tf.Tensor])), weights));
        return [f(x, gamma, beta), ...tf.grads(loss)([x, gamma, beta])].map((t) => [
          ...t.dataSync(),
        ]);
      });
    }) as unknown as [number[][], number[][]];
    for (const [i, values] of composed.entries()) {
      for (const [j, value] of values.entries()) {
        expect(Math.abs((ours[i]?.[j] as number) - value)).toBeLessThan(1e-4);
      }
    }
  });
});
