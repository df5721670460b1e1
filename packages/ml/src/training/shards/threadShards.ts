import type { LayersModel } from '@tensorflow/tfjs-layers';
import { MlError } from '../../errors.ts';
import { Thread } from '../../threads/thread.ts';
import type { ShardOrder, ShardOutcome, Shards } from './shard.ts';
import type { ShardHandlers, ShardThreadData } from './shardThread.ts';

const FILE = new URL('./shardThread.ts', import.meta.url);

/**
 * Takes the parts of a batch through copies of the model in threads, each with a WASM backend of
 * its own: the library has none that computes on two cores in Node. The arithmetic of a part is
 * that of `LocalShards`, so the gradients are the same to the bit.
 */
export class ThreadShards implements Shards {
  readonly count: number;
  readonly threads: number;
  private readonly model: LayersModel;
  private readonly weights: Float32Array<SharedArrayBuffer>;
  private readonly workers: Thread<ShardHandlers>[];

  /** @param threads at most as many as there are parts */
  constructor(
    model: LayersModel,
    data: Omit<ShardThreadData, 'weights'>,
    { count, threads }: { count: number; threads: number },
  ) {
    const size = model.weights.reduce((sum, weight) => sum + weight.read().size, 0);
    const weights = new SharedArrayBuffer(size * Float32Array.BYTES_PER_ELEMENT);
    this.count = count;
    this.threads = threads;
    this.model = model;
    this.weights = new Float32Array(weights);
    const start: ShardThreadData = { ...data, weights };
    this.workers = Array.from({ length: threads }, () => new Thread(FILE, start, lost));
  }

  async begin(): Promise<void> {
    let at = 0;
    for (const weight of this.model.weights) {
      const values = await weight.read().data();
      this.weights.set(values, at);
      at += values.length;
    }
  }

  async forward(order: ShardOrder): Promise<Float32Array> {
    const transfer = [order.pixels.buffer as ArrayBuffer];
    return this.worker(order.shard).ask('forward', order, transfer);
  }

  async backward(shard: number, gradient: Float32Array): Promise<ShardOutcome> {
    return this.worker(shard).ask('backward', { shard, gradient });
  }

  async close(): Promise<void> {
    await Promise.all(this.workers.map((worker) => worker.close()));
  }

  private worker(shard: number): Thread<ShardHandlers> {
    return this.workers[shard % this.workers.length] as Thread<ShardHandlers>;
  }
}

function lost(cause: Error): MlError {
  return new MlError(
    'TRAINING_THREAD_LOST',
    `A thread that computes gradients is gone (${cause.message}). No weight of this step has changed: resume ` +
      'the run, if memory was short with a smaller batchSize.',
    {},
    { cause },
  );
}
