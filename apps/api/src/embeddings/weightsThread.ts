/** A worker thread: imports or exports one model and ends. */
import { parentPort, workerData } from 'node:worker_threads';
import { exportCheckpoint, importModel } from '@semblance/ml';
import { describeError } from '../errors.ts';
import type { WeightsMessage, WeightsResults, WeightsTask } from './weightsMessages.ts';

if (parentPort === null) throw new Error('weightsThread.ts runs in a worker thread only');
const port = parentPort;

function say(message: WeightsMessage): void {
  port.postMessage(message);
}

function work(task: WeightsTask): Promise<WeightsResults[keyof WeightsResults]> {
  return task.type === 'import'
    ? importModel(task.given, task.directory)
    : exportCheckpoint(task.directory, task.target, task.options);
}

work(workerData as WeightsTask).then(
  (result) => say({ type: 'done', result }),
  (error: unknown) => {
    const { code, message, details } = describeError(error);
    say({ type: 'failed', failure: { code, message, details } });
  },
);
