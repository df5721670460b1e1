import * as tf from '@tensorflow/tfjs-core';
import type { DistanceDefinition } from './distance.ts';

/** `sum (a - b)^2` of matching rows: `[n, dim]`, `[n, dim]` to `[n]`. */
export function squaredDistances(a: tf.Tensor2D, b: tf.Tensor2D): tf.Tensor1D {
  return tf.tidy(() => tf.sum(tf.square(tf.sub(a, b)), 1) as tf.Tensor1D);
}

/**
 * `|a|^2 + |b|^2 - 2ab` of every row of a to every row of b, `[n, m]`: one matrix product in place
 * of `[n, m, dim]` differences. Its rounding, about 1e-7 of the squared norms, can make a tiny
 * distance negative, so it is clamped.
 */
export function squaredDistanceMatrix(a: tf.Tensor2D, b: tf.Tensor2D): tf.Tensor2D {
  return tf.tidy(() => {
    const ofA = tf.sum(tf.square(a), 1, true);
    const ofB = tf.reshape(tf.sum(tf.square(b), 1), [1, -1]);
    const squares = tf.sub(tf.add(ofA, ofB), tf.mul(2, tf.matMul(a, b, false, true)));
    return tf.relu(squares) as tf.Tensor2D;
  });
}

/** Grows with the square, so that far pairs weigh more; 0..4 between unit vectors. */
export const squaredEuclidean: DistanceDefinition = {
  name: 'squared-euclidean',
  description: 'Square of the straight line: 0 to 4 between unit vectors, weighs far pairs more',
  create: () => ({
    rows: squaredDistances,
    matrix: squaredDistanceMatrix,
    // |a - b|^2 = 2 - 2 cos(a, b) for unit vectors.
    similarity: (distance) => tf.tidy(() => tf.sub(1, tf.div(distance, 2))),
  }),
};
