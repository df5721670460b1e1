import * as tf from '@tensorflow/tfjs-core';
import type { TripletLoss } from './loss.ts';
import { hasValid, share, validMean } from './reduce.ts';

/** Keeps the logarithm's slope finite: a negative equal to the query would have an infinite one. */
const EPSILON = 1e-4;
/** A negative of less loss than this, at four fifths of the largest distance, is called solved. */
const SOLVED_SHARE = 0.8;

/**
 * The lossless triplet loss as it was meant (the published one is a constant, see
 * `lossless-published`): `-ln(1 - dp + e) - ln(dn + e)`, where d is the squared distance as a
 * share of the largest, `(1 - s) / 2` in terms of the similarity s. Positives at 0 and negatives
 * at 1 lose nothing, and no margin cuts it off. The published code divides by 4096, a squared
 * distance that unit vectors never come near, and adds 1, which has no gradient.
 */
export const lossless: TripletLoss = {
  name: 'lossless',
  description: 'Logarithms of distances as shares of the largest: no margin, never quite solved',
  compares: 'distances',
  compute({ positive, negative, valid, distance }) {
    return tf.tidy(() => {
      const ofLargest = (d: tf.Tensor) => tf.div(tf.sub(1, distance.similarity(d)), 2);
      const far = ofLargest(negative);
      // Vectors that are not of unit length may exceed the largest.
      const left = tf.relu(tf.sub(1, ofLargest(positive)));
      const pull = validMean(tf.neg(tf.log(tf.add(left, EPSILON))), hasValid(valid));
      const push = validMean(tf.neg(tf.log(tf.add(tf.relu(far), EPSILON))), valid);
      const activeShare = share(tf.less(far, SOLVED_SHARE), valid);
      return { loss: tf.add(pull, push) as tf.Scalar, activeShare };
    });
  },
};
