import * as tf from '@tensorflow/tfjs-core';

/** Mean of `values` where `valid` is 1; 0, with no gradient, when nothing is. Both `[n, m]`. */
export function validMean(values: tf.Tensor, valid: tf.Tensor): tf.Scalar {
  return tf.tidy(() => {
    const count = tf.maximum(tf.sum(valid), 1);
    return tf.div(tf.sum(tf.mul(values, valid)), count) as tf.Scalar;
  });
}

/** Share of the valid entries for which a condition holds. Both `[n, m]`. */
export function share(holds: tf.Tensor, valid: tf.Tensor): tf.Scalar {
  return tf.tidy(() => validMean(tf.cast(holds, 'float32'), valid));
}
