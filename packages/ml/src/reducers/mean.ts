import * as tf from '@tensorflow/tfjs-core';
import type { Reducer } from './reducer.ts';

/** `sum w l / sum w`; 0, with no gradient, when all weights are 0. Both of one shape. */
export function weightedMean(values: tf.Tensor, weights: tf.Tensor): tf.Scalar {
  return tf.tidy(() => {
    const count = tf.maximum(tf.sum(weights), 1);
    return tf.div(tf.sum(tf.mul(values, weights)), count) as tf.Scalar;
  });
}

/** Every comparison counts, also one that loses nothing. */
export const mean: Reducer = {
  name: 'mean',
  description: 'Mean over all comparisons, those without a loss too',
  reduce: (losses, weights) =>
    weights ? weightedMean(losses, weights) : tf.tidy(() => tf.mean(losses) as tf.Scalar),
};
