/** The thread of threadShards.ts: a model of its own that takes parts of batches. */
import { workerData } from 'node:worker_threads';
import * as tf from '@tensorflow/tfjs-core';
import { openBackend } from '../../backend/open.ts';
import { withDimension } from '../../models/defineModel.ts';
import { requireModel } from '../../models/registry.ts';
import { answerQuestions } from '../../threads/answer.ts';
import { LocalShards } from './localShards.ts';
import type { ShardOrder, ShardOutcome } from './shard.ts';

/** What the thread starts with. */
export interface ShardThreadData {
  model: string;
  embeddingDimension: number | null;
  seed: number;
  /** Every weight in the order of `model.weights`, shared; written before each step. */
  weights: SharedArrayBuffer;
}

export type ShardQuestion =
  | { kind: 'forward'; order: ShardOrder }
  | { kind: 'backward'; shard: number; gradient: Float32Array };

export type ShardAnswer =
  | { kind: 'embeddings'; embeddings: Float32Array }
  | { kind: 'outcome'; outcome: ShardOutcome };

const { model: name, embeddingDimension, seed, weights } = workerData as ShardThreadData;
const opened = open();
// Whoever asks first hears of a failure.
opened.catch(() => undefined);
let loadedStep: number | undefined;

answerQuestions(answer, (answered) => {
  if (answered.kind === 'embeddings') return [answered.embeddings.buffer];
  return answered.outcome.gradients.map(({ buffer }) => buffer);
});

async function open() {
  const backend = await openBackend({ prefer: 'wasm' });
  if (backend.name !== 'wasm') throw new Error(`WASM does not start in a thread of its own.`);
  const model = withDimension(requireModel(name), embeddingDimension).build({ seed });
  return { model, shards: new LocalShards(model, 1) };
}

async function answer(question: ShardQuestion): Promise<ShardAnswer> {
  const { shards } = await opened;
  switch (question.kind) {
    case 'forward': {
      const { order } = question;
      if (loadedStep !== order.step) await loadWeights();
      loadedStep = order.step;
      return { kind: 'embeddings', embeddings: await shards.forward(order) };
    }
    case 'backward':
      return {
        kind: 'outcome',
        outcome: await shards.backward(question.shard, question.gradient),
      };
    default:
      throw new Error(`Unknown question ${JSON.stringify(question satisfies never)}`);
  }
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
