import { Thread } from '../threads/thread.ts';
import type { ImageSource } from './imageSource.ts';
import type { PipelineHandlers } from './pipelineThread.ts';
import { type ImageOrder, prepareImages } from './prepareImages.ts';

/** Prepares images for training while the model computes. */
export interface ImagePipeline {
  /** Orders may be given ahead; what comes does not depend on when. See `prepareImages`. */
  prepare(order: ImageOrder): Promise<Float32Array>;
  /** Ends the threads; orders under way fail. */
  close(): Promise<void>;
}

const FILE = new URL('./pipelineThread.ts', import.meta.url);

/**
 * Decodes and augments in threads of its own, because a backend keeps this one busy. Images that
 * cannot be shared with a thread are prepared here, between steps.
 */
export function openImagePipeline(images: ImageSource, threads: number): ImagePipeline {
  const shared = images.share?.();
  if (!shared || threads < 1) {
    return { prepare: (order) => prepareImages(images, order), close: async () => undefined };
  }
  const workers = Array.from(
    { length: threads },
    () => new Thread<PipelineHandlers>(FILE, shared, lost),
  );
  let next = 0;
  return {
    prepare: (order) => {
      const worker = workers[next++ % workers.length] as Thread<PipelineHandlers>;
      return worker.ask('prepare', order);
    },
    close: async () => {
      await Promise.all(workers.map((worker) => worker.close()));
    },
  };
}

function lost(cause: Error): Error {
  return new Error(`The thread that prepares images is gone. ${cause.message}`, { cause });
}
