import * as tf from '@tensorflow/tfjs-core';
import { MlError } from '../errors.ts';
import type { Distance, DistanceDefinition } from './distance.ts';

/** Differences of components below this are rounded off; those of unit vectors are near 0.1. */
const ROUNDED = 1e-3;

/**
 * The fractional distance `(sum |a_i - b_i|^f)^(1/f)` with f < 1, which RankNet (1901.03546) takes
 * because near and far stay better apart in many dimensions (Aggarwal et al. 2001). The paper's f
 * is not known; 0.5 is ours. Two things differ from that formula:
 *
 * 1. It is scaled by `dim^(1/2 - 1/f)`, that is `sqrt(dim) * (mean |u|^f)^(1/f)`. At one dimension
 *    that changes no order. By the inequality of power means it is at most the Euclidean distance,
 *    and equal to it where all components differ alike, so margins keep their meaning whatever f
 *    and dim; and `4096^(1/f)` never overflows.
 * 2. `|u|^f` has slope `f |u|^(f-1)`, infinite at u = 0, which every pair with one equal component
 *    meets (two zeros after a ReLU). So below e its tip is replaced by `e^f (A t^2 + B t^4)` with
 *    t = u / e, which is flat at 0; A + B = 1 and 2A + 4B = f make value and slope go over into
 *    `|u|^f` at e, so A = (4 - f) / 2 and B = (f - 2) / 2. Slopes stay below `2 e^(f-1)`, equal
 *    rows are at distance 0, and the mean's power `1/f > 1` is flat there too: no gradient.
 */
export const fractional: DistanceDefinition = {
  name: 'fractional',
  description: 'L_p with p of at most 1 (fractionalP): many small differences count more than one',
  create: ({ fractionalP }) => fractionalDistance(fractionalP),
};

function fractionalDistance(p: number): Distance {
  if (!(p > 0 && p <= 1)) {
    throw new MlError('CONFIG_INVALID', `fractionalP must be above 0 and at most 1, not ${p}.`, {
      field: 'fractionalP',
    });
  }
  const overLast = (differences: tf.Tensor): tf.Tensor => {
    const squares = tf.square(differences);
    const outside = tf.pow(tf.maximum(squares, ROUNDED ** 2), p / 2);
    const t2 = tf.minimum(tf.div(squares, ROUNDED ** 2), 1);
    const tip = tf.add(tf.mul(t2, (4 - p) / 2), tf.mul(tf.square(t2), (p - 2) / 2));
    // Below e the first is e^f; from e on the tip is 1: either way one of the two cancels.
    const powers = tf.add(outside, tf.mul(tf.sub(tip, 1), ROUNDED ** p));
    // Rounding may leave the smallest just below zero, where a power is not a number.
    const mean = tf.relu(tf.mean(powers, -1));
    const dimension = differences.shape.at(-1) as number;
    return tf.mul(tf.pow(mean, 1 / p), Math.sqrt(dimension));
  };
  return {
    rows: (a, b) => tf.tidy(() => overLast(tf.sub(a, b)) as tf.Tensor1D),
    // Holds n * m * dim differences: 5 MB for the default batch, so mind it with large ones.
    matrix: (a, b) =>
      tf.tidy(() => overLast(tf.sub(tf.expandDims(a, 1), tf.expandDims(b, 0))) as tf.Tensor2D),
    // As for the Euclidean distance, which it is at most: stays within -1..1.
    similarity: (distance) => tf.tidy(() => tf.sub(1, tf.div(tf.square(distance), 2))),
  };
}
