import * as cpu from '@tensorflow/tfjs-backend-cpu';
import type { LoadedBackend } from './report.ts';

/** Plain JavaScript: always there, some seventy times slower than WASM. */
export async function loadCpu(): Promise<LoadedBackend> {
  return { engineName: 'cpu', version: cpu.version_cpu, device: 'CPU, plain JavaScript' };
}
