import * as tf from '@tensorflow/tfjs-core';

/** Far below any real logit, yet finite, so that 0 * it is 0 and not NaN. */
const EXCLUDED = -1e9;

/** Logits of which those of weight w count w times: `w e^z = e^(z + ln w)`; none where w is 0. */
export function weighted(logits: tf.Tensor, weights: tf.Tensor): tf.Tensor {
  return tf.tidy(() => tf.add(logits, tf.maximum(tf.log(weights), EXCLUDED)));
}

/**
 * `ln(1 + sum e^z)` along an axis, as the log-sum-exp of 0 and the logits,
 * `M + ln(e^-M + sum e^(z - M))` with M the largest, which never overflows.
 */
export function logOnePlusSumExp(logits: tf.Tensor, axis: 0 | 1 = 1): tf.Tensor1D {
  return tf.tidy(() => {
    const [rows, columns] = logits.shape as [number, number];
    const zero = tf.zeros(axis === 1 ? [rows, 1] : [1, columns]);
    return tf.logSumExp(tf.concat([zero, logits], axis), axis) as tf.Tensor1D;
  });
}
