import { existsSync } from 'node:fs';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { expect } from 'vitest';
import { openBackend } from '../../../packages/ml/src/backend/open.ts';

/** Where `packages/ml/scripts/build-native.ts` has built the native backend. */
export const directory =
  process.env.NATIVE_TENSORFLOW_DIR ?? join(import.meta.dirname, '../../../var/native');
const packageFolder = join(directory, 'node_modules/@tensorflow/tfjs-node');

export const built = existsSync(packageFolder);

/** Whether that build's binding passes lists, and TensorFlow has oneDNN, as its wheels for x86 do. */
export const fuses =
  process.arch === 'x64' && existsSync(join(packageFolder, 'binding/tfjs_backend_with_lists.cc'));

/** Both backends, so that one can be compared with the other. */
export async function openNativeAndWasm(): Promise<void> {
  await openBackend({ prefer: 'wasm' });
  const report = await openBackend({ prefer: 'tensorflow', nativeDirectory: directory });
  expect(report.name).toBe('tensorflow');
}

/** Runs on a backend that is already open, and leaves no tensor there. */
export async function on(
  backend: 'tensorflow' | 'wasm',
  f: () => tf.Tensor[],
): Promise<number[][]> {
  await tf.setBackend(backend);
  const before = tf.memory().numTensors;
  const results = tf.tidy(f);
  const values = results.map((tensor) => [...tensor.dataSync()]);
  tf.dispose(results);
  expect(tf.memory().numTensors).toBe(before);
  return values;
}

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
