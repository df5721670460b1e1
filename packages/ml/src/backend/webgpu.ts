import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as tf from '@tensorflow/tfjs-core';
import { MlError } from '../errors.ts';
import type { LoadedBackend } from './report.ts';
import { registerWebgpuKernels } from './webgpu/register.ts';

interface Dawn {
  create(flags: string[]): Gpu;
  globals: Record<string, unknown>;
}

/** What tfjs's backend holds, as far as it concerns us. */
interface WebgpuBackend {
  readonly device: {
    addEventListener(
      type: 'uncapturederror',
      listener: (event: { readonly error: { readonly message: string } }) => void,
    ): void;
  };
}

interface Gpu {
  requestAdapter(): Promise<{ info?: { description?: string; device?: string } } | null>;
}

/**
 * WebGPU in Node: Dawn from the `webgpu` package under tfjs-backend-webgpu. Neither is installed
 * by default; looked for in `nativeDirectory` first, then beside this package.
 */
export async function loadWebgpu(nativeDirectory?: string): Promise<LoadedBackend> {
  const required = requireFrom(nativeDirectory);
  const dawn = (await import(pathToFileURL(required.resolve('webgpu')).href)) as Dawn;
  Object.assign(globalThis, dawn.globals);
  // The backend registers itself only if `navigator.gpu` exists before it is imported.
  const gpu = dawn.create([]);
  Object.defineProperty(globalThis, 'navigator', { value: { gpu }, configurable: true });
  const adapter = await gpu.requestAdapter();
  if (!adapter) throw new Error('WebGPU found no usable adapter.');
  // It brings its own copy of the library's core, which would warn of what is already there.
  tf.enableProdMode();
  required('@tensorflow/tfjs-backend-webgpu');
  if (!(await tf.setBackend('webgpu'))) throw new Error('WebGPU found no usable adapter.');
  registerWebgpuKernels();
  stopAtErrors(tf.backend() as tf.KernelBackend & WebgpuBackend);
  return {
    engineName: 'webgpu',
    version: versionOf(required, '@tensorflow/tfjs-backend-webgpu'),
    device: adapter.info?.description || adapter.info?.device || 'GPU',
  };
}

/**
 * A shader that the device refuses leaves what its buffer held before, and tfjs goes on with that.
 * Wrong numbers are worse than none: the process (of a training, or of a thread) ends with the error.
 */
function stopAtErrors({ device }: WebgpuBackend): void {
  device.addEventListener('uncapturederror', ({ error }) => {
    const message = `The GPU refused an operation: ${error.message.split('\n')[0]}`;
    throw new MlError('BACKEND_FAILED', message, { backend: 'webgpu' });
  });
}

function versionOf(required: NodeJS.Require, packageName: string): string {
  return (required(`${packageName}/package.json`) as { version: string }).version;
}

function requireFrom(nativeDirectory: string | undefined): NodeJS.Require {
  const fromHere = createRequire(import.meta.url);
  if (nativeDirectory === undefined) return fromHere;
  const fromNative = createRequire(join(nativeDirectory, 'package.json'));
  try {
    fromNative.resolve('webgpu');
  } catch {
    return fromHere;
  }
  return fromNative;
}
