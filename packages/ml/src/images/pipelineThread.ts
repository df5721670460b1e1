/** The thread of imagePipeline.ts: takes orders, answers with pixels or with what went wrong. */
import { parentPort, workerData } from 'node:worker_threads';
import { isMlError, type MlErrorCode } from '../errors.ts';
import type { SharedImages } from './imageSource.ts';
import { openSharedImages } from './openSharedImages.ts';
import { type ImageOrder, prepareImages } from './prepareImages.ts';

export interface PipelineQuestion {
  id: number;
  order: ImageOrder;
}

export type PipelineAnswer =
  | { id: number; pixels: Float32Array }
  | {
      id: number;
      error: { message: string; code?: MlErrorCode; details?: Record<string, unknown> };
    };

const images = openSharedImages(workerData as SharedImages);

parentPort?.on('message', async ({ id, order }: PipelineQuestion) => {
  try {
    const pixels = await prepareImages(images, order);
    const answer: PipelineAnswer = { id, pixels };
    parentPort?.postMessage(answer, [pixels.buffer as ArrayBuffer]);
  } catch (error) {
    const answer: PipelineAnswer = { id, error: described(error) };
    parentPort?.postMessage(answer);
  }
});

function described(error: unknown) {
  if (isMlError(error)) {
    const { code, message, details } = error;
    return { code, message, details };
  }
  return { message: error instanceof Error ? error.message : String(error) };
}
