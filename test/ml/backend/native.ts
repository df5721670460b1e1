import { existsSync } from 'node:fs';
import { join } from 'node:path';
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
