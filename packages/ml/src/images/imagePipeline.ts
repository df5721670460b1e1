import { Worker } from 'node:worker_threads';
import { MlError } from '../errors.ts';
import type { ImageSource } from './imageSource.ts';
import type { PipelineAnswer, PipelineQuestion } from './pipelineThread.ts';
import { type ImageOrder, prepareImages } from './prepareImages.ts';

/** Prepares images for training while the model computes. */
export interface ImagePipeline {
  /** Orders may be given ahead; what comes does not depend on when. See `prepareImages`. */
  prepare(order: ImageOrder): Promise<Float32Array>;
  /** Ends the threads; orders under way fail. */
  close(): Promise<void>;
}

interface Waiting {
  resolve(pixels: Float32Array): void;
  reject(error: unknown): void;
}

/**
 * Decodes and augments in threads of its own, because a backend keeps this one busy. Images that
 * cannot be shared with a thread are prepared here, between steps.
 */
export function openImagePipeline(images: ImageSource, threads: number): ImagePipeline {
  const shared = images.share?.();
  if (!shared || threads < 1) {
    return { prepare: (order) => prepareImages(images, order), close: async () => undefined };
  }
  const workers = Array.from({ length: threads }, () => new PipelineWorker(shared));
  let next = 0;
  return {
    prepare: (order) => (workers[next++ % workers.length] as PipelineWorker).ask(order),
    close: async () => {
      await Promise.all(workers.map((worker) => worker.close()));
    },
  };
}

class PipelineWorker {
  private readonly worker: Worker;
  private readonly waiting = new Map<number, Waiting>();
  private questions = 0;
  private failure: unknown;

  constructor(workerData: unknown) {
    this.worker = new Worker(new URL('./pipelineThread.ts', import.meta.url), { workerData });
    // A forgotten pipeline must not keep the process.
    this.worker.unref();
    this.worker.on('message', (answer: PipelineAnswer) => this.answer(answer));
    this.worker.on('error', (error) => this.fail(error));
    this.worker.on('exit', (code) =>
      this.fail(new Error(`The thread that prepares images ended with code ${code}.`)),
    );
  }

  ask(order: ImageOrder): Promise<Float32Array> {
    if (this.failure) return Promise.reject(this.failure);
    const id = this.questions++;
    const question: PipelineQuestion = { id, order };
    // While an answer is awaited, the process must not end for want of other work.
    this.worker.ref();
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      this.worker.postMessage(question);
    });
  }

  async close(): Promise<void> {
    await this.worker.terminate();
  }

  private answer(answer: PipelineAnswer): void {
    const waiting = this.waiting.get(answer.id);
    this.waiting.delete(answer.id);
    if (this.waiting.size === 0) this.worker.unref();
    if ('pixels' in answer) {
      waiting?.resolve(answer.pixels);
      return;
    }
    const { code, message, details } = answer.error;
    waiting?.reject(code ? new MlError(code, message, details) : new Error(message));
  }

  private fail(error: unknown): void {
    this.failure ??= error;
    for (const { reject } of this.waiting.values()) reject(this.failure);
    this.waiting.clear();
  }
}
