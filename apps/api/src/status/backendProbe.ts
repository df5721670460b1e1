/** Which TensorFlow.js backend would be used here, found out beside the event loop. */
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { type BackendOptions, type BackendReport, openBackend } from '@semblance/ml';
import type { Env } from '../env.ts';

/** Opens the backend in a thread of its own, which ends afterwards. */
export function probeBackend(env: Pick<Env, 'backend' | 'enableWebgpu'>): Promise<BackendReport> {
  const options: BackendOptions = {
    enableWebgpu: env.enableWebgpu,
    ...(env.backend === undefined ? {} : { prefer: env.backend }),
  };
  return new Promise((resolve, reject) => {
    const thread = new Worker(new URL(import.meta.url), { workerData: { options } });
    thread.once('message', resolve);
    thread.once('error', reject);
    thread.once('exit', (code) => reject(new Error(`The backend probe ended with code ${code}.`)));
  });
}

if (!isMainThread && parentPort !== null && isProbe(workerData)) {
  parentPort.postMessage(await openBackend(workerData.options));
}

function isProbe(data: unknown): data is { options: BackendOptions } {
  return typeof data === 'object' && data !== null && 'options' in data;
}
