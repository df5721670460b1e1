/** A worker thread: loads one model, then answers batches until it is told to end. */
import { parentPort, workerData } from 'node:worker_threads';
import { loadEmbedder } from '@semblance/ml';
import { describeError } from '../errors.ts';
import type { EmbedRequest, Failure, ThreadData, ThreadMessage } from './inferenceMessages.ts';

if (parentPort === null) throw new Error('inferenceThread.ts runs in a worker thread only');
const port = parentPort;

function say(message: ThreadMessage): void {
  port.postMessage(message);
}

function failureOf(error: unknown): Failure {
  const { code, message, details } = describeError(error);
  return { code, message, details };
}

async function serve(data: ThreadData): Promise<void> {
  const embedder = await loadEmbedder(data.directory, {
    ...(data.backend === undefined ? {} : { prefer: data.backend }),
    enableWebgpu: data.enableWebgpu,
  });
  port.on('message', async (request: EmbedRequest) => {
    try {
      const vectors = await embedder.embed(request.pixels);
      say({ type: 'embedded', id: request.id, vectors });
    } catch (error) {
      say({ type: 'failed', id: request.id, failure: failureOf(error) });
    }
  });
  say({ type: 'ready' });
}

serve(workerData as ThreadData).catch((error: unknown) => {
  say({ type: 'failed', id: undefined, failure: failureOf(error) });
  port.close();
});
