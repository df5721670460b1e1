import * as tf from '@tensorflow/tfjs-core';

/** Above every distance between embeddings. */
const FAR = 1e6;

/** Column of the smallest distance of each row among those marked 1, `[n]`; both `[n, m]`. */
export function nearest(distances: tf.Tensor, marked: tf.Tensor): tf.Tensor1D {
  return tf.tidy(() => tf.argMin(tf.add(distances, tf.mul(tf.sub(1, marked), FAR)), 1));
}

/** Column of the largest distance of each row among those marked 1, `[n]`; both `[n, m]`. */
export function farthest(distances: tf.Tensor, marked: tf.Tensor): tf.Tensor1D {
  return tf.tidy(() => tf.argMax(tf.sub(distances, tf.mul(tf.sub(1, marked), FAR)), 1));
}

/** 1 where a weight is above zero. */
export function marks(weights: tf.Tensor): tf.Tensor {
  return tf.tidy(() => tf.cast(tf.greater(weights, 0), 'float32'));
}
