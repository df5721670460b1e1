import * as tf from '@tensorflow/tfjs-core';
import { expect } from 'vitest';

/** Runs on a backend that is already open, and leaves no tensor there. */
export async function on(
  backend: 'tensorflow' | 'wasm' | 'webgpu',
  f: () => tf.Tensor[],
): Promise<number[][]> {
  await tf.setBackend(backend);
  const before = tf.memory().numTensors;
  const results = tf.tidy(f);
  const values: number[][] = [];
  for (const tensor of results) values.push([...(await tensor.data())]);
  tf.dispose(results);
  expect(tf.memory().numTensors).toBe(before);
  return values;
}

/** Tolerance in relation to the largest value of each result, or to 1 if that is larger. */
export function expectClose(actual: number[][], expected: number[][], tolerance: number): void {
  expect(actual.length).toBe(expected.length);
  for (const [i, values] of expected.entries()) {
    expect(actual[i]?.length).toBe(values.length);
    const largest = values.reduce((max, v) => Math.max(max, Math.abs(v)), 1);
    const worst = values.reduce(
      (max, v, j) => Math.max(max, Math.abs(v - (actual[i]?.[j] as number))),
      0,
    );
    expect(worst / largest).toBeLessThan(tolerance);
  }
}
