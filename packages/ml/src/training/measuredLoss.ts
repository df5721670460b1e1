import * as tf from '@tensorflow/tfjs-core';
import { gradientsOf } from '../backend/gradients.ts';
import type { Objective } from '../losses/objective.ts';
import type { SampledRows } from '../samplers/sampler.ts';

/** A loss with its gradients, and what is told about it; all scalars but the gradients. */
export type Measured = {
  loss: tf.Tensor;
  activeShare: tf.Tensor;
  spread: tf.Tensor;
  gradients: tf.Tensor[];
};

/**
 * The loss of a batch and its gradient for each of `variables`. Wrap it in `tidy`.
 *
 * @param embed gives the embeddings `[rows, dim]`
 * @param step from 1
 */
export function measureLoss(
  embed: () => tf.Tensor2D,
  objective: Objective,
  rows: SampledRows,
  step: number,
  variables: readonly tf.Tensor[],
): Measured {
  let told: { activeShare: tf.Tensor; spread: tf.Tensor } | undefined;
  const { value, gradients } = gradientsOf(() => {
    const embeddings = embed();
    const { loss, activeShare } = objective.compute(embeddings, rows, step);
    told = { activeShare: tf.keep(activeShare), spread: tf.keep(spreadOf(embeddings)) };
    return loss;
  }, variables);
  if (!told) throw new Error('The loss was not computed.');
  return { loss: value, ...told, gradients };
}

/** Mean squared distance of the embeddings from their mean. */
function spreadOf(embeddings: tf.Tensor2D): tf.Tensor {
  return tf.tidy(() => {
    const centre = tf.mean(embeddings, 0, true);
    return tf.mean(tf.sum(tf.square(tf.sub(embeddings, centre)), 1));
  });
}
