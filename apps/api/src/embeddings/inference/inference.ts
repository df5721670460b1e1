/** A model held by worker threads: the event loop never waits for its arithmetic. */
import type { BackendOptions } from '@semblance/ml';
import { openThreadEmbedder, type ThreadEmbedder } from '@semblance/ml/embeddings/threadEmbedder';
import type { MlBackend } from '../../env.ts';
import { AppError } from '../../errors.ts';
import { lostThread } from '../lostThread.ts';

export interface InferenceOptions {
  /** Directory of the exported model. */
  readonly directory: string;
  readonly backend: MlBackend | undefined;
  readonly enableWebgpu: boolean;
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
  reject(error: unknown): void;
}

interface Slot {
  readonly embedder: ThreadEmbedder;
  isBusy: boolean;
}

/**
 * Starts the threads and loads the model in each.
 * @throws what loading the model threw, by its code
 */
export async function openInference(
  options: InferenceOptions,
  openThread: typeof openThreadEmbedder = openThreadEmbedder,
): Promise<Inference> {
  const pool = new InferencePool(options, openThread);
  await pool.start();
  return pool;
}

class InferencePool implements Inference {
  readonly #openThread: typeof openThreadEmbedder;
  readonly #model: { directory: string; backend: BackendOptions };
  readonly #limits: { readonly threads: number; readonly maxBatch: number; maxQueue: number };
  readonly #slots = new Set<Slot>();
  readonly #waiting: Waiting[] = [];
  #closed = false;
  #restart: Promise<void> | undefined;

  constructor(
    { directory, backend: prefer, enableWebgpu, ...limits }: InferenceOptions,
    openThread: typeof openThreadEmbedder,
  ) {
    this.#openThread = openThread;
    this.#model = { directory, backend: { enableWebgpu, ...(prefer && { prefer }) } };
    this.#limits = { threads: 1, maxBatch: 32, maxQueue: 512, ...limits };
  }

  async start(): Promise<void> {
    const starts = Array.from({ length: this.#limits.threads }, () => this.#open());
    const failed = (await Promise.allSettled(starts)).find((each) => each.status === 'rejected');
    if (failed === undefined) return;
    await this.close();
    throw failed.reason;
  }

  async embed(pixels: readonly Uint8Array[]): Promise<Float32Array[]> {
    if (this.#closed) throw unavailable('The model is being unloaded; ask again.');
    if (this.#waiting.length + pixels.length > this.#limits.maxQueue) {
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
    const reason = unavailable('The model was unloaded before the image was embedded.');
    this.#refuseWaiting(reason);
    const slots = [...this.#slots];
    this.#slots.clear();
    await Promise.all(slots.map(({ embedder }) => embedder.close(reason)));
    await this.#restart;
  }

  /** Gives each idle thread as many of the waiting images as it takes at once. */
  #dispatch(): void {
    for (const slot of this.#slots) {
      if (slot.embedder.failure !== undefined) this.#slots.delete(slot);
      else if (!slot.isBusy && this.#waiting.length > 0) void this.#work(slot);
    }
    if (this.#slots.size === 0 && this.#waiting.length > 0) this.#replace();
  }

  async #work(slot: Slot): Promise<void> {
    const items = this.#waiting.splice(0, this.#limits.maxBatch);
    slot.isBusy = true;
    try {
      const vectors = await slot.embedder.embed(items.map(({ pixels }) => pixels));
      for (const [i, { resolve }] of items.entries()) resolve(vectors[i] as Float32Array);
    } catch (error) {
      for (const { reject } of items) reject(error);
    } finally {
      slot.isBusy = false;
    }
    if (!this.#closed) this.#dispatch();
  }

  async #open(): Promise<void> {
    const embedder = await this.#openThread(this.#model, lostThread);
    if (this.#closed) await embedder.close(unavailable('The model is being unloaded; ask again.'));
    else this.#slots.add({ embedder, isBusy: false });
  }

  /** A dead thread is replaced when the next image comes; a model that fails to load says so. */
  #replace(): void {
    this.#restart ??= this.#open()
      .catch((error: unknown) => this.#refuseWaiting(error))
      .finally(() => {
        this.#restart = undefined;
        if (!this.#closed) this.#dispatch();
      });
  }

  #refuseWaiting(reason: unknown): void {
    for (const { reject } of this.#waiting.splice(0)) reject(reason);
  }
}

function unavailable(message: string): AppError {
  return new AppError('UNAVAILABLE', message);
}
