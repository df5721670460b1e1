import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { openBackend } from '../../../packages/ml/src/backend/open.ts';
import { addInGroups } from '../../../packages/ml/src/backend/webgpu/addN.ts';

beforeAll(async () => {
  await openBackend({ prefer: 'wasm' });
});

/** A sum that no WebGPU device refuses: at most seven inputs beside its output. */
function sumOfSeven(inputs: tf.TensorInfo[]): tf.TensorInfo {
  expect(inputs.length).toBeLessThanOrEqual(7);
  return tf.addN(inputs as tf.Tensor[]);
}

describe('a sum in groups', () => {
  it.each([1, 2, 7, 8, 13, 14, 40])('of %i tensors is their sum and leaves no step', (count) => {
    const inputs = Array.from({ length: count }, (_, i) => tf.tensor1d([i, i * i]));
    const before = tf.memory().numTensors;
    const total = addInGroups(inputs, sumOfSeven, (tensor) => tf.dispose(tensor as tf.Tensor));
    const numbers = Array.from({ length: count }, (_, i) => i);
    const expected = [
      numbers.reduce((sum, i) => sum + i, 0),
      numbers.reduce((sum, i) => sum + i * i, 0),
    ];
    expect([...(total as tf.Tensor).dataSync()]).toEqual(expected);
    tf.dispose(total as tf.Tensor);
    expect(tf.memory().numTensors).toBe(before);
  });
});
