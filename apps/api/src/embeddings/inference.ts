/** A model held by worker threads: the event loop never waits for its arithmetic. */
import { Worker } from 'node:worker_threads';
import { AppError, type ErrorCode } from '../errors.ts';
import type { Failure, ThreadData, ThreadMessage } from './inferenceMessages.ts';

export interface InferenceOptions extends ThreadData {
  /** Worker threads; one keeps two cores busy, since the backend and the decoder have their own. */
  readonly threads?: number;
  /** Most images that one pass of the network takes. */
  readonly maxBatch?: number;
  /** Most images waiting; beyond it a request is refused at once with UNAVAILABLE. */
  readonly maxQueue?: number;
}

export interface Inference {
  /** Unit-norm vectors of decoded images, in order. @throws UNAVAILABLE when too many wait */
  embed(pixels: readonly Uint8Array[]): Promise<Float32Array[]>;
  /** Ends the threads; what still waits is refused with UNAVAILABLE. */
  close(): Promise<void>;
}

interface Waiting {
  readonly pixels: Uint8Array;
  resolve(vector: Float32Array): void;
  reject(error: Error): void;
}

interface Thread {
  readonly worker: Worker;
  batch: { readonly id: number; readonly items: readonly Waiting[] } | undefined;
}

/**
 * Starts the threads and loads the model in each.
 * @throws what loading the model threw, by its code
 */
export async function openInference(options: InferenceOptions): Promise<Inference> {
  const pool = new InferencePool(options);
  await pool.start();
  return pool;
}

class InferencePool implements Inference {
  readonly #options: Required<Omit<InferenceOptions, 'backend'>> & Pick<ThreadData, 'backend'>;
  readonly #threads = new Set<Thread>();
  #waiting: Waiting[] = [];
  #nextId = 1;
  #closed = false;
  #restarts: Promise<void> | undefined;

  constructor(options: InferenceOptions) {
    this.#options = { threads: 1, maxBatch: 32, maxQueue: 512, ...options };
  }

  async start(): Promise<void> {
    const starts = Array.from({ length: this.#options.threads }, () => this.#startThread());
    const failed = (await Promise.allSettled(starts)).find((each) => each.status === 'rejected');
    if (failed === undefined) return;
    await this.close();
    throw failed.reason;
  }

  async embed(pixels: readonly Uint8Array[]): Promise<Float32Array[]> {
    if (this.#closed) throw unavailable('The model is being put away; ask again.');
    if (this.#waiting.length + pixels.length > this.#options.maxQueue) {
      throw unavailable('Too many images wait to be embedded; ask again in a moment.');
    }
    const answers = pixels.map(
      (each) =>
        new Promise<Float32Array>((resolve, reject) => {
          this.#waiting.push({ pixels: each, resolve, reject });
        }),
    );
    this.#dispatch();
    return Promise.all(answers);
  }

  async close(): Promise<void> {
    this.#closed = true;
    const reason = unavailable('The model was put away before the image was embedded.');
    for (const item of this.#waiting.splice(0)) item.reject(reason);
    const threads = [...this.#threads];
    this.#threads.clear();
    for (const thread of threads) rejectBatch(thread, reason);
    await Promise.all(threads.map((thread) => thread.worker.terminate()));
  }

  /** Gives each idle thread as many of the waiting images as it takes at once. */
  #dispatch(): void {
    for (const thread of this.#threads) {
      if (thread.batch !== undefined) continue;
      const items = this.#waiting.splice(0, this.#options.maxBatch);
      if (items.length === 0) return;
      thread.batch = { id: this.#nextId++, items };
      thread.worker.postMessage({ id: thread.batch.id, pixels: items.map((item) => item.pixels) });
    }
    if (this.#threads.size === 0 && this.#waiting.length > 0) this.#restart();
  }

  #startThread(): Promise<void> {
    const { directory, backend, enableWebgpu } = this.#options;
    const workerData: ThreadData = { directory, backend, enableWebgpu };
    const worker = new Worker(new URL('./inferenceThread.ts', import.meta.url), { workerData });
    const thread: Thread = { worker, batch: undefined };
    return new Promise((resolve, reject) => {
      worker.on('message', (message: ThreadMessage) => {
        if (message.type === 'ready') {
          this.#threads.add(thread);
          resolve();
        } else if (message.type === 'failed' && message.id === undefined) {
          reject(errorOf(message.failure));
        } else {
          settle(thread, message);
        }
        this.#dispatch();
      });
      worker.on('error', (error: Error) => {
        this.#lose(thread, error);
        reject(error);
      });
      worker.on('exit', (code) => {
        const error = unavailable(`The inference thread ended (exit code ${code}).`);
        this.#lose(thread, error);
        reject(error);
      });
    });
  }

  #lose(thread: Thread, error: Error): void {
    this.#threads.delete(thread);
    rejectBatch(thread, error);
    if (!this.#closed) this.#dispatch();
  }

  /** A dead thread is replaced when the next image comes; a model that fails to load says so. */
  #restart(): void {
    this.#restarts ??= this.#startThread()
      .catch((error: Error) => {
        for (const item of this.#waiting.splice(0)) item.reject(error);
      })
      .finally(() => {
        this.#restarts = undefined;
      });
  }
}

function settle(thread: Thread, message: ThreadMessage): void {
  const batch = thread.batch;
  thread.batch = undefined;
  if (batch === undefined || message.type === 'ready') return;
  batch.items.forEach((item, index) => {
    const vector = message.type === 'embedded' ? message.vectors[index] : undefined;
    if (vector !== undefined) item.resolve(vector);
    else item.reject(message.type === 'failed' ? errorOf(message.failure) : noVector());
  });
}

function rejectBatch(thread: Thread, error: Error): void {
  for (const item of thread.batch?.items ?? []) item.reject(error);
  thread.batch = undefined;
}

function errorOf(failure: Failure): AppError {
  return new AppError(failure.code as ErrorCode, failure.message, failure.details);
}

function noVector(): AppError {
  return new AppError('INTERNAL', 'The model gave fewer vectors than it was given images.');
}

function unavailable(message: string): AppError {
  return new AppError('UNAVAILABLE', message);
}
