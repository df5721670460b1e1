import * as tf from '@tensorflow/tfjs-core';
import type { DistanceDefinition } from './distance.ts';
import { squaredDistanceMatrix, squaredDistances } from './squaredEuclidean.ts';

/**
 * Inside the root, so that its slope stays finite: d sqrt(s)/ds is infinite at s = 0, and
 * infinity times the zero difference of two equal rows would make the gradient NaN. With it the
 * gradient of equal rows is exactly zero, and a distance of 1 changes by 5e-13.
 */
const FLOOR = 1e-12;

/** The straight line: what the published losses use, and what serving ranks by. */
export const euclidean: DistanceDefinition = {
  name: 'euclidean',
  description: 'Straight line: 0 to 2 between unit vectors, the distance that serving ranks by',
  create: () => ({
    rows: (a, b) => root(() => squaredDistances(a, b)),
    matrix: (a, b) => root(() => squaredDistanceMatrix(a, b)),
    // |a - b|^2 = 2 - 2 cos(a, b) for unit vectors.
    similarity: (distance) => tf.tidy(() => tf.sub(1, tf.div(tf.square(distance), 2))),
  }),
};

function root<T extends tf.Tensor>(squares: () => T): T {
  return tf.tidy(() => tf.sqrt(tf.add(squares(), FLOOR)) as T);
}
