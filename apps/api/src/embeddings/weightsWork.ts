import { Worker } from 'node:worker_threads';
import { AppError, type ErrorCode } from '../errors.ts';
import type { WeightsMessage, WeightsResults, WeightsTask } from './weightsMessages.ts';

/**
 * Imports or exports a model in a thread of its own: hundreds of megabytes and seconds of
 * arithmetic that neither the event loop nor this process's memory keeps.
 * @throws what the work threw, by its code
 */
export async function doWeightsWork<Kind extends keyof WeightsResults>(
  task: Extract<WeightsTask, { type: Kind }>,
): Promise<WeightsResults[Kind]> {
  const worker = new Worker(new URL('./weightsThread.ts', import.meta.url), { workerData: task });
  try {
    return (await answerOf(worker)) as WeightsResults[Kind];
  } finally {
    await worker.terminate();
  }
}

function answerOf(worker: Worker): Promise<WeightsResults[keyof WeightsResults]> {
  return new Promise((resolve, reject) => {
    worker.once('message', (message: WeightsMessage) => {
      if (message.type === 'done') return resolve(message.result);
      const { code, message: text, details } = message.failure;
      reject(new AppError(code as ErrorCode, text, details));
    });
    worker.once('error', reject);
    worker.once('exit', (code) =>
      reject(new AppError('UNAVAILABLE', `The thread of the work ended (exit code ${code}).`)),
    );
  });
}
