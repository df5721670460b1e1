/** The thread of threadEmbedder.ts: loads one model and embeds with it. */
import { workerData } from 'node:worker_threads';
import type { BackendOptions } from '../backend/report.ts';
import { answerQuestions } from '../threads/answer.ts';
import { loadEmbedder } from './embedder.ts';

/** What the thread starts with. */
export interface EmbedderThreadData {
  /** Folder of the checkpoint. */
  directory: string;
  backend: BackendOptions;
}

const { directory, backend } = workerData as EmbedderThreadData;
const loading = loadEmbedder(directory, backend);
// Whoever asks first hears of a failure.
loading.catch(() => undefined);

const handlers = {
  load: async () => {
    await loading;
  },
  embed: async (pixels: readonly Uint8Array[]) => (await loading).embed(pixels),
};
export type EmbedderHandlers = typeof handlers;

answerQuestions(handlers, { embed: (vectors) => vectors.map(({ buffer }) => buffer) });
