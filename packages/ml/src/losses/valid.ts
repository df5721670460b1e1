import * as tf from '@tensorflow/tfjs-core';
import { weightedMean } from '../reducers/mean.ts';

/** 1 for rows that have a valid entry, `[n]`: an anchor with no negative only teaches collapse. */
export function hasValid(valid: tf.Tensor2D): tf.Tensor1D {
  return tf.tidy(() => tf.cast(tf.greater(tf.max(valid, 1), 0), 'float32') as tf.Tensor1D);
}

/** Share of the valid entries for which a condition holds. Both `[n, m]`. */
export function shareOfValid(holds: tf.Tensor, valid: tf.Tensor): tf.Scalar {
  return tf.tidy(() => weightedMean(tf.cast(holds, 'float32'), valid));
}

/** Share of all entries for which a condition holds. */
export function shareOfAll(holds: tf.Tensor): tf.Scalar {
  return tf.tidy(() => tf.mean(tf.cast(holds, 'float32')) as tf.Scalar);
}
