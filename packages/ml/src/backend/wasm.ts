import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import * as wasm from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import { registerWasmKernels } from './kernels/register.ts';
import type { LoadedBackend } from './report.ts';

/**
 * TensorFlow's kernels compiled to WebAssembly. One thread: the package refuses threads in Node
 * (tensorflow/tfjs#3830).
 */
export async function loadWasm(): Promise<LoadedBackend> {
  const main = createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm');
  wasm.setWasmPaths(`${dirname(main)}/`);
  registerWasmKernels();
  if (!(await tf.setBackend('wasm'))) throw new Error('The WASM backend did not start.');
  const simd = await tf.env().getAsync('WASM_HAS_SIMD_SUPPORT');
  return {
    engineName: 'wasm',
    version: wasm.version_wasm,
    device: simd ? 'CPU, SIMD' : 'CPU, no SIMD',
  };
}
