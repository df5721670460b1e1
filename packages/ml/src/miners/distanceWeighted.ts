import * as tf from '@tensorflow/tfjs-core';
import type { Candidates } from './miner.ts';

/** Far below any real logarithm of a weight, yet finite: for what is no negative at all. */
const EXCLUDED = -1e9;
/** Puts far negatives behind all near ones, and before what is none. */
const BEHIND = 1e6;

/**
 * Draws each pair's negative so that all distances are met alike (Wu et al. 2017, "Sampling
 * matters in deep embedding learning", eq. 3). Distances d of random points on the unit sphere of
 * n dimensions are distributed as `q(d) ~ d^(n-2) (1 - d^2/4)^((n-3)/2)`, nearly all at sqrt(2);
 * drawing with weight `1 / q(d)` evens them out. Powers of 126 overflow, so the weights stay
 * logarithms, and the draw is the largest of `ln w + g` with g from Gumbel's distribution, which
 * picks i with probability `w_i / sum w` (Maddison et al. 2014).
 *
 * The paper's constants, between unit vectors:
 * @param nearest nearer negatives are drawn as if this far: their gradients are mostly noise
 * @param farthest farther ones teach a margin loss nothing, so they are drawn only where there is
 *   no other
 */
export function distanceWeightedNegative(
  candidates: Candidates,
  { nearest = 0.5, farthest = 1.4 } = {},
): tf.Tensor1D {
  const { negative, valid, similarity, dimension, random } = candidates;
  const noise = Float32Array.from({ length: negative.size }, () => gumbel(random()));
  return tf.tidy(() => {
    // |a - b|^2 = 2 - 2 cos(a, b), whatever distance is trained with.
    const squares = tf.relu(tf.mul(2, tf.sub(1, similarity(negative))));
    const distances = tf.maximum(tf.sqrt(squares), nearest);
    const ofSphere = tf.log(tf.maximum(tf.sub(1, tf.div(tf.square(distances), 4)), 1e-6));
    const logDensity = tf.add(
      tf.mul(dimension - 2, tf.log(distances)),
      tf.mul((dimension - 3) / 2, ofSphere),
    );
    const isNear = tf.less(distances, farthest);
    const weights = tf.sub(tf.maximum(tf.log(valid), EXCLUDED), logDensity);
    const ranked = tf.where(isNear, weights, tf.sub(weights, BEHIND));
    return tf.argMax(tf.add(ranked, tf.tensor2d(noise, negative.shape)), 1) as tf.Tensor1D;
  });
}

/** Gumbel's distribution from a uniform number in [0, 1). */
function gumbel(uniform: number): number {
  return -Math.log(-Math.log(Math.max(uniform, 1e-12)));
}
