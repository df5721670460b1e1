import * as tf from '@tensorflow/tfjs-core';
import type { DistanceDefinition } from './distance.ts';

/**
 * Added to the squared norm, so that a row of zeros gives a unit-less zero row and a finite
 * gradient in place of 0 / 0.
 */
const FLOOR = 1e-12;

/** Rows divided by their lengths, `[n, dim]`; a row of zeros stays one. */
export function unitRows(rows: tf.Tensor2D): tf.Tensor2D {
  return tf.tidy(() => {
    const squares = tf.sum(tf.square(rows), 1, true);
    return tf.div(rows, tf.sqrt(tf.add(squares, FLOOR))) as tf.Tensor2D;
  });
}

/**
 * `1 - cos(a, b)`: ignores lengths, 0 to 2. For unit vectors half the squared Euclidean distance,
 * and it is computed so for matching rows, because `1 - ab` loses the digits of a small distance.
 */
export const cosine: DistanceDefinition = {
  name: 'cosine',
  description: 'One less the cosine of the angle: 0 to 2, ignores the lengths of vectors',
  create: () => ({
    rows: (a, b) =>
      tf.tidy(() => {
        const apart = tf.sub(unitRows(a), unitRows(b));
        return tf.div(tf.sum(tf.square(apart), 1), 2) as tf.Tensor1D;
      }),
    matrix: (a, b) =>
      tf.tidy(() => {
        const cosines = tf.matMul(unitRows(a), unitRows(b), false, true);
        return tf.sub(1, cosines) as tf.Tensor2D;
      }),
    similarity: (distance) => tf.tidy(() => tf.sub(1, distance)),
  }),
};
