import * as tf from '@tensorflow/tfjs-core';

/**
 * Inside the root, so that its slope stays finite: d sqrt(s)/ds is infinite at s = 0, and
 * infinity times the zero difference of two equal rows would make the gradient NaN. With it the
 * gradient of equal rows is exactly zero, and a distance of 1 changes by 5e-13.
 */
const FLOOR = 1e-12;

/** Squared Euclidean distances of matching rows: `[n, dim]`, `[n, dim]` to `[n]`. */
export function squaredDistances(a: tf.Tensor2D, b: tf.Tensor2D): tf.Tensor1D {
  return tf.tidy(() => tf.sum(tf.square(tf.sub(a, b)), 1) as tf.Tensor1D);
}

/** Euclidean distances of matching rows: `[n, dim]`, `[n, dim]` to `[n]`. */
export function distances(a: tf.Tensor2D, b: tf.Tensor2D): tf.Tensor1D {
  return tf.tidy(() => tf.sqrt(tf.add(squaredDistances(a, b), FLOOR)) as tf.Tensor1D);
}

/** Euclidean distances of every row of a to every row of b: `[n, dim]`, `[m, dim]` to `[n, m]`. */
export function distanceMatrix(a: tf.Tensor2D, b: tf.Tensor2D): tf.Tensor2D {
  return tf.tidy(() => {
    const ofA = tf.sum(tf.square(a), 1, true);
    const ofB = tf.reshape(tf.sum(tf.square(b), 1), [1, -1]);
    const squares = tf.sub(tf.add(ofA, ofB), tf.mul(2, tf.matMul(a, b, false, true)));
    // Rounding can make the square of a tiny distance negative.
    return tf.sqrt(tf.add(tf.relu(squares), FLOOR)) as tf.Tensor2D;
  });
}
