import { createRequire } from 'node:module';
import * as tf from '@tensorflow/tfjs-core';
import type { LoadedBackend } from './report.ts';

interface Dawn {
  create(flags: string[]): object;
  globals: Record<string, unknown>;
}

/**
 * WebGPU in Node: Dawn from the `webgpu` package under tfjs-backend-webgpu. Neither is installed
 * by default.
 */
export async function loadWebgpu(): Promise<LoadedBackend> {
  const fromHere = createRequire(import.meta.url);
  const dawn = (await import(fromHere.resolve('webgpu'))) as Dawn;
  Object.assign(globalThis, dawn.globals);
  // The backend registers itself only if `navigator.gpu` exists before it is imported.
  const gpu = dawn.create([]);
  Object.defineProperty(globalThis, 'navigator', { value: { gpu }, configurable: true });
  const backend = fromHere('@tensorflow/tfjs-backend-webgpu') as { version_webgpu?: string };
  if (!(await tf.setBackend('webgpu'))) throw new Error('WebGPU found no usable adapter.');
  return { engineName: 'webgpu', version: backend.version_webgpu ?? 'unknown', device: 'GPU' };
}
