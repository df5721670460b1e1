import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { MlError } from '../errors.ts';
import type { Objective } from '../losses/objective.ts';
import { forwardInTraining } from '../models/forward.ts';
import { SeededDropout } from '../models/seededDropout.ts';
import type { TrainingBatch } from './batchStream.ts';
import type { TrainingConfig } from './config.ts';
import type { TrainingData } from './data.ts';
import { type Measured, measureLoss } from './measuredLoss.ts';
import type { Optimizer } from './optimizer.ts';
import type { Shards } from './shards/shard.ts';
import { shardedGradients } from './shards/shardedGradients.ts';

/** What a step changes: a model and, where it has any, what the loss learns. */
export interface Trained {
  model: LayersModel;
  objective: Objective;
  optimizer: Optimizer;
  /** Where it is there, the batch goes through the model in parts. */
  shards?: Shards;
}

export interface StepResult {
  loss: number;
  /** Share of the comparisons that still teach something, 0..1. */
  activeShare: number;
  /** Mean squared distance of the batch's embeddings from their mean. */
  spread: number;
  /** Length of the gradient over all weights, before clipping. */
  gradientNorm: number;
}

/**
 * One step: forward of all images, loss, gradients, change of the weights. Leaves no tensor.
 *
 * @param step counts from 1 over the whole run
 * @throws {MlError} LOSS_NOT_FINITE, before any weight has changed
 */
export async function trainStep(
  trained: Trained,
  config: TrainingConfig,
  data: TrainingData,
  batch: TrainingBatch,
  step: number,
  rate: number,
): Promise<StepResult> {
  const { optimizer } = trained;
  const { gradients, ...told } = await gradientsAt(trained, data, batch, step);
  const scalars = [told.loss, told.activeShare, told.spread, globalNorm(gradients)];
  const numbers = await Promise.all(scalars.map(async (t) => (await t.data())[0]));
  tf.dispose(scalars);
  const [lossValue, activeShare, spread, gradientNorm] = numbers as [
    number,
    number,
    number,
    number,
  ];
  if (!Number.isFinite(lossValue) || !Number.isFinite(gradientNorm)) {
    tf.dispose(gradients);
    const [what, bad] = Number.isFinite(lossValue)
      ? ['length of the gradient', gradientNorm]
      : ['loss', lossValue];
    throw new MlError(
      'LOSS_NOT_FINITE',
      `The ${what} became ${bad} at step ${step}. Lower the learning rate or set clipNorm; ` +
        'the last checkpoint stands.',
      { step, loss: String(lossValue), gradientNorm: String(gradientNorm), learningRate: rate },
    );
  }
  const scale = config.clipNorm === null ? 1 : Math.min(1, config.clipNorm / gradientNorm);
  optimizer.apply(gradients, { step, learningRate: rate, scale });
  tf.dispose(gradients);
  return { loss: lossValue, activeShare, spread, gradientNorm };
}

async function gradientsAt(
  { model, objective, optimizer, shards }: Trained,
  { images }: TrainingData,
  batch: TrainingBatch,
  step: number,
): Promise<Measured> {
  const variables = optimizer.variablesAt(step);
  if (shards) return shardedGradients({ model, objective, shards }, batch, step, variables);
  for (const layer of model.layers) if (layer instanceof SeededDropout) layer.step = step;
  return tf.tidy(() => {
    const pixels = tf.tensor4d(batch.pixels, [batch.indexes.length, images.size, images.size, 3]);
    const embed = () => forwardInTraining(model, pixels) as tf.Tensor2D;
    return measureLoss(embed, objective, batch, step, variables);
  });
}

function globalNorm(gradients: readonly tf.Tensor[]): tf.Tensor {
  return tf.tidy(() => tf.sqrt(tf.addN(gradients.map((g) => tf.sum(tf.square(g))))));
}
