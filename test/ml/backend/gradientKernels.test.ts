import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { openBackend } from '../../../packages/ml/src/backend/open.ts';
import { seededRandom } from '../../../packages/ml/src/random.ts';

type Shape4 = [number, number, number, number];
interface Case {
  input: Shape4;
  filter: Shape4;
  strides: [number, number];
  pad: 'same' | 'valid' | number;
}

function numbers(shape: number[], seed: number): Float32Array {
  const random = seededRandom(seed);
  return Float32Array.from({ length: tf.util.sizeFromShape(shape) }, () => random() * 2 - 1);
}

/** Runs the same operations on a backend and gives plain numbers back. */
async function on(backend: 'wasm' | 'cpu', f: () => tf.Tensor[]): Promise<Float32Array[]> {
  await tf.setBackend(backend);
  const before = tf.memory().numTensors;
  const results = f();
  const values = results.map((tensor) => tensor.dataSync() as Float32Array);
  for (const tensor of results) tensor.dispose();
  expect(tf.memory().numTensors).toBe(before);
  return values;
}

async function expectSame(f: () => tf.Tensor[]): Promise<void> {
  const expected = await on('cpu', f);
  const actual = await on('wasm', f);
  for (const [index, values] of expected.entries()) {
    const other = actual[index] as Float32Array;
    expect(other.length).toBe(values.length);
    const worst = values.reduce(
      (max, v, i) => Math.max(max, Math.abs(v - (other[i] as number))),
      0,
    );
    expect(worst).toBeLessThan(1e-4);
  }
}

const cases: Case[] = [
  { input: [2, 6, 6, 3], filter: [3, 3, 3, 4], strides: [1, 1], pad: 'same' },
  { input: [2, 7, 5, 2], filter: [3, 3, 2, 5], strides: [1, 1], pad: 'valid' },
  { input: [1, 8, 8, 2], filter: [3, 3, 2, 3], strides: [2, 2], pad: 'same' },
  { input: [3, 9, 7, 2], filter: [3, 2, 2, 3], strides: [2, 1], pad: 'valid' },
  { input: [2, 11, 11, 1], filter: [5, 5, 1, 2], strides: [3, 3], pad: 2 },
  { input: [2, 4, 4, 5], filter: [1, 1, 5, 7], strides: [1, 1], pad: 'valid' },
  { input: [1, 5, 5, 2], filter: [1, 1, 2, 3], strides: [2, 2], pad: 'same' },
  { input: [2, 3, 3, 2], filter: [3, 3, 2, 2], strides: [1, 1], pad: 4 },
  { input: [3, 6, 5, 8], filter: [3, 3, 8, 5], strides: [1, 1], pad: 'same' },
  { input: [2, 6, 7, 9], filter: [2, 4, 9, 3], strides: [1, 1], pad: 'same' },
  { input: [2, 6, 7, 10], filter: [3, 2, 10, 3], strides: [1, 1], pad: 'valid' },
  { input: [2, 4, 3, 8], filter: [3, 3, 8, 3], strides: [1, 1], pad: 3 },
  // Strides longer than the filter: VisNet's shallow nets; and AlexNet's first convolution.
  { input: [1, 40, 40, 3], filter: [8, 8, 3, 2], strides: [16, 16], pad: 'same' },
  { input: [1, 64, 64, 3], filter: [8, 8, 3, 2], strides: [32, 32], pad: 'same' },
  { input: [1, 27, 27, 3], filter: [11, 11, 3, 2], strides: [4, 4], pad: 'valid' },
];

beforeAll(async () => {
  await openBackend({ prefer: 'wasm' });
});

describe('gradient kernels of the WASM backend agree with plain JavaScript', () => {
  it.each(cases)('convolution %j', async ({ input, filter, strides, pad }) => {
    await expectSame(() =>
      tf.tidy(() => {
        const x = tf.tensor4d(numbers(input, 1), input);
        const w = tf.tensor4d(numbers(filter, 2), filter);
        const shape = tf.conv2d(x, w, strides, pad).shape;
        const weights = tf.tensor4d(numbers(shape, 3), shape);
        return tf.grads((a, b) =>
          tf.sum(tf.mul(tf.conv2d(a as tf.Tensor4D, b as tf.Tensor4D, strides, pad), weights)),
        )([x, w]);
      }),
    );
  });

  it.each(cases)('depthwise convolution %j', async ({ input, filter, strides, pad }) => {
    const depthwise: Shape4 = [filter[0], filter[1], input[3], filter[3] > 4 ? 2 : 1];
    await expectSame(() =>
      tf.tidy(() => {
        const x = tf.tensor4d(numbers(input, 4), input);
        const w = tf.tensor4d(numbers(depthwise, 5), depthwise);
        const run = (a: tf.Tensor, b: tf.Tensor) =>
          tf.depthwiseConv2d(a as tf.Tensor4D, b as tf.Tensor4D, strides, pad);
        const weights = tf.tensor(numbers(run(x, w).shape, 6), run(x, w).shape);
        return tf.grads((a, b) => tf.sum(tf.mul(run(a as tf.Tensor, b as tf.Tensor), weights)))([
          x,
          w,
        ]);
      }),
    );
  });

  it.each([
    { size: 2, stride: 2, pad: 'same' as const, input: [2, 6, 6, 3] as Shape4 },
    { size: 2, stride: 2, pad: 'valid' as const, input: [2, 7, 5, 2] as Shape4 },
    { size: 3, stride: 2, pad: 'same' as const, input: [1, 7, 7, 4] as Shape4 },
    { size: 3, stride: 1, pad: 'valid' as const, input: [2, 5, 6, 2] as Shape4 },
    // The shallow nets of RankNet and VisNet.
    { size: 3, stride: 4, pad: 'same' as const, input: [1, 14, 14, 2] as Shape4 },
    { size: 7, stride: 2, pad: 'same' as const, input: [1, 7, 7, 2] as Shape4 },
    { size: 7, stride: 4, pad: 'same' as const, input: [1, 19, 19, 2] as Shape4 },
    { size: 7, stride: 4, pad: 'valid' as const, input: [1, 19, 19, 2] as Shape4 },
  ])('max pooling %j, negative values included', async ({ size, stride, pad, input }) => {
    await expectSame(() =>
      tf.tidy(() => {
        const x = tf.sub(tf.tensor4d(numbers(input, 7), input), 0.9);
        const run = (a: tf.Tensor) => tf.maxPool(a as tf.Tensor4D, size, stride, pad);
        const weights = tf.tensor(numbers(run(x).shape, 8), run(x).shape);
        return [tf.grad((a: tf.Tensor) => tf.sum(tf.mul(run(a), weights)))(x)];
      }),
    );
  });

  it.each([
    { axes: [0] },
    { axes: [0, 1, 2] },
    { axes: [1, 2] },
    { axes: [1] },
    { axes: [3] },
    { axes: [0, 3] },
    { axes: [-2, -1] },
  ])('sum and mean over $axes', async ({ axes }) => {
    await expectSame(() =>
      tf.tidy(() => {
        const x = tf.tensor4d(numbers([3, 4, 5, 6], 9), [3, 4, 5, 6]);
        return [tf.sum(x, axes), tf.mean(x, axes), tf.sum(x, axes, true)];
      }),
    );
  });

  it('adds up the slices of a batch too large for one patch matrix', async () => {
    await tf.setBackend('wasm');
    const image = 64 * 64 * 100;
    const values = numbers([5, image], 10);
    const gradientOf = (from: number, to: number) =>
      tf.tidy(() => {
        const x = tf.tensor4d(values.slice(from * image, to * image), [to - from, 64, 64, 100]);
        const w = tf.tensor4d(numbers([900], 11), [3, 3, 100, 1]);
        const loss = (b: tf.Tensor) => tf.sum(tf.conv2d(x, b as tf.Tensor4D, 1, 'same'));
        return tf.grad(loss)(w).dataSync();
      });
    // Sums of 20,480 floats round to about 1e-4; a lost slice would be wrong by tens.
    // 9 taps x 100 channels x 4096 positions x 5 images is more than one slice holds.
    const whole = gradientOf(0, 5);
    const parts = [0, 1, 2, 3, 4].map((first) => gradientOf(first, first + 1));
    for (const [i, value] of whole.entries()) {
      const expected = parts.reduce((sum, part) => sum + (part[i] as number), 0);
      expect(Math.abs(value - expected)).toBeLessThan(2e-3);
    }
  });
});
