import { createRequire } from 'node:module';
import { join } from 'node:path';
import util from 'node:util';
import * as tf from '@tensorflow/tfjs-core';
import { registerNativeKernels } from './native/register.ts';
import type { LoadedBackend } from './report.ts';

interface NodeBinding {
  version: Record<string, string>;
}

/**
 * TensorFlow's C library through tfjs-node, if a person has installed or built it. Looked for in
 * `nativeDirectory` first, then beside this package.
 */
export async function loadTensorflow(
  packageName: '@tensorflow/tfjs-node' | '@tensorflow/tfjs-node-gpu',
  nativeDirectory: string | undefined,
): Promise<LoadedBackend> {
  restoreIsNullOrUndefined();
  // It brings its own copy of the plain kernels, and would warn of each that is already there.
  tf.enableProdMode();
  const binding = requireFirst(packageName, nativeDirectory);
  if (!(await tf.setBackend('tensorflow'))) throw new Error(`${packageName} did not start.`);
  registerNativeKernels();
  const tensorflow = binding.version['tensorflow-c'] ?? libraryVersion();
  const version = binding.version['tfjs-node'] ?? binding.version.tfjs ?? 'unknown';
  return {
    engineName: 'tensorflow',
    version: tensorflow ? `${version} (TensorFlow ${tensorflow})` : version,
    device: packageName.endsWith('gpu') ? 'GPU' : 'CPU, native',
  };
}

function requireFirst(packageName: string, nativeDirectory: string | undefined): NodeBinding {
  const fromHere = createRequire(import.meta.url);
  if (nativeDirectory === undefined) return fromHere(packageName) as NodeBinding;
  const fromNative = createRequire(join(nativeDirectory, 'package.json'));
  try {
    fromNative.resolve(packageName);
  } catch {
    return fromHere(packageName) as NodeBinding;
  }
  return fromNative(packageName) as NodeBinding;
}

/** The loaded library's own version: the binding may be built against a newer TensorFlow. */
function libraryVersion(): string | undefined {
  const backend = tf.backend() as { binding?: { TF_Version?: unknown } };
  const version = backend.binding?.TF_Version;
  return typeof version === 'string' ? version : undefined;
}

/** tfjs-node 4.22 calls `util.isNullOrUndefined`, which Node 23 removed. */
function restoreIsNullOrUndefined(): void {
  if ('isNullOrUndefined' in util) return;
  Object.defineProperty(util, 'isNullOrUndefined', {
    value: (value: unknown) => value === null || value === undefined,
    configurable: true,
  });
}
