/** The thread of threadShards.ts: a model of its own that takes parts of batches. */
import { workerData } from 'node:worker_threads';
import * as tf from '@tensorflow/tfjs-core';
import { openBackend } from '../../backend/open.ts';
import { withDimension } from '../../models/defineModel.ts';
import { requireModel } from '../../models/registry.ts';
import { answerQuestions } from '../../threads/answer.ts';
import { LocalShards } from './localShards.ts';
import type { ShardGradient, ShardOrder } from './shard.ts';

/** What the thread starts with. */
export interface ShardThreadData {
  model: string;
  embeddingDimension: number | null;
  seed: number;
  /** Every weight in the order of `model.weights`, shared; written before each step. */
  weights: SharedArrayBuffer;
}

const { model: name, embeddingDimension, seed, weights } = workerData as ShardThreadData;
const opened = open();
// Whoever asks first hears of a failure.
opened.catch(() => undefined);
let loadedStep: number | undefined;

const handlers = {
  async forward(order: ShardOrder) {
    const { shards } = await opened;
    if (loadedStep !== order.step) await loadWeights();
    loadedStep = order.step;
    return shards.forward(order);
  },
  async backward({ shard, gradient }: ShardGradient) {
    const { shards } = await opened;
    return shards.backward(shard, gradient);
  },
};
export type ShardHandlers = typeof handlers;

answerQuestions(handlers, {
  forward: (embeddings) => [embeddings.buffer],
  backward: ({ gradients }) => gradients.map(({ buffer }) => buffer),
});

async function open() {
  const backend = await openBackend({ prefer: 'wasm' });
  if (backend.name !== 'wasm') throw new Error(`WASM does not start in a thread of its own.`);
  const model = withDimension(requireModel(name), embeddingDimension).build({ seed });
  return { model, shards: new LocalShards(model, 1) };
}

async function loadWeights(): Promise<void> {
  const { model } = await opened;
  let at = 0;
  tf.tidy(() => {
    for (const weight of model.weights) {
      const { shape, size } = weight.read();
      // A copy, because a tensor may not lie in shared memory.
      const values = new Float32Array(new Float32Array(weights, at * 4, size));
      weight.write(tf.tensor(values, shape));
      at += size;
    }
  });
}
