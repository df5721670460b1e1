import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { gradientsOf } from '../backend/gradients.ts';
import { MlError } from '../errors.ts';
import type { Objective } from '../losses/objective.ts';
import { forwardInTraining } from '../models/forward.ts';
import { SeededDropout } from '../models/seededDropout.ts';
import type { Batch } from './batchStream.ts';
import type { TrainingConfig } from './config.ts';
import type { TrainingData } from './data.ts';
import type { Optimizer } from './optimizer.ts';

/** What a step changes: a model and, where it has any, what the loss learns. */
export interface Trained {
  model: LayersModel;
  objective: Objective;
  optimizer: Optimizer;
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
  { model, objective, optimizer }: Trained,
  config: TrainingConfig,
  data: TrainingData,
  batch: Batch,
  step: number,
  rate: number,
): Promise<StepResult> {
  const { size } = data.images;
  const rows = batch.indexes.length;
  for (const layer of model.layers) if (layer instanceof SeededDropout) layer.step = step;
  const measured: tf.Tensor[] = [];
  const variables = optimizer.variablesAt(step);
  const { value, gradients } = tf.tidy(() => {
    const images = tf.tensor4d(batch.pixels, [rows, size, size, 3]);
    return gradientsOf(() => {
      const embeddings = forwardInTraining(model, images) as tf.Tensor2D;
      const output = objective.compute(embeddings, batch, step);
      measured.push(tf.keep(output.activeShare), tf.keep(spreadOf(embeddings)));
      return output.loss;
    }, variables);
  });
  measured.push(globalNorm(gradients));
  const numbers = await Promise.all([value, ...measured].map(async (t) => (await t.data())[0]));
  const [lossValue, activeShare, spread, gradientNorm] = numbers as [
    number,
    number,
    number,
    number,
  ];
  tf.dispose([value, ...measured]);
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

function globalNorm(gradients: readonly tf.Tensor[]): tf.Tensor {
  return tf.tidy(() => tf.sqrt(tf.addN(gradients.map((g) => tf.sum(tf.square(g))))));
}

function spreadOf(embeddings: tf.Tensor2D): tf.Tensor {
  return tf.tidy(() => {
    const centre = tf.mean(embeddings, 0, true);
    return tf.mean(tf.sum(tf.square(tf.sub(embeddings, centre)), 1));
  });
}
