import * as tf from '@tensorflow/tfjs-core';
import type { LossDefinition, LossInput, LossOutput, LossSettings } from './loss.ts';
import { share, validMean } from './reduce.ts';

/** Keras' `K.epsilon()`. */
const EPSILON = 1e-7;

/**
 * `1/2 * (mean(Dqp^2) + mean(max(margin - Dqn, 0)^2))`: with one negative an anchor this is the
 * published `(1 / 2N) * sum [Dqp^2 + max(1 - Dqn, 0)^2]` (MODELS.md 3.1; Hadsell et al. 2006).
 */
function compute(input: LossInput, { margin }: LossSettings): LossOutput {
  return tf.tidy(() => {
    const lacking = tf.relu(tf.sub(margin, input.negative));
    const pull = tf.mean(tf.square(input.positive));
    const push = validMean(tf.square(lacking), input.valid);
    const activeShare = share(tf.greater(lacking, 0), input.valid);
    return { loss: tf.mul(0.5, tf.add(pull, push)) as tf.Scalar, activeShare };
  });
}

export const contrastive: LossDefinition = {
  name: 'contrastive',
  description: 'Pulls positives together and pushes negatives beyond the margin, each by itself',
  compute,
};

/**
 * The same on embeddings clipped to [1e-7, 1 - 1e-7], as all published losses do first. Harmless
 * for MILDNet, whose components are never negative; elsewhere it ignores negative components.
 */
export const contrastivePublished: LossDefinition = {
  name: 'contrastive-published',
  description: 'Contrastive exactly as published: components are first clipped to [1e-7, 1 - 1e-7]',
  prepare: (embeddings) => tf.clipByValue(embeddings, EPSILON, 1 - EPSILON) as tf.Tensor2D,
  compute,
};
