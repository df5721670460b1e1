import * as tf from '@tensorflow/tfjs-core';
import type { TripletLoss } from './loss.ts';
import { hasValid, shareOfValid } from './valid.ts';

/**
 * The lossless triplet loss as it was meant (the published one is a constant, see
 * `lossless-published`): `-ln(1 - dp + e) - ln(dn + e)`, where d is the squared distance as a
 * share of the largest, `(1 - s) / 2` in terms of the similarity s. Positives at 0 and negatives
 * at 1 lose nothing, and no margin cuts it off. The published code divides by 4096, a squared
 * distance that unit vectors never come near, and adds 1, which has no gradient.
 *
 * @param epsilon keeps the logarithm's slope finite: a negative equal to the query would have an
 *   infinite one
 * @param solvedShare a negative beyond this share of the largest distance is called solved
 */
export function lossless({ epsilon = 1e-4, solvedShare = 0.8 } = {}): TripletLoss {
  return {
    name: 'lossless',
    description: 'Logarithms of distances as shares of the largest: no margin, never quite solved',
    compares: 'distances',
    reducer: 'mean',
    compute({ positive, negative, valid, distance }, _, reduce) {
      return tf.tidy(() => {
        const ofLargest = (d: tf.Tensor) => tf.div(tf.sub(1, distance.similarity(d)), 2);
        const far = ofLargest(negative);
        // Vectors that are not of unit length may exceed the largest.
        const left = tf.relu(tf.sub(1, ofLargest(positive)));
        const pull = reduce(tf.neg(tf.log(tf.add(left, epsilon))), hasValid(valid));
        const push = reduce(tf.neg(tf.log(tf.add(tf.relu(far), epsilon))), valid);
        const activeShare = shareOfValid(tf.less(far, solvedShare), valid);
        return { loss: tf.add(pull, push) as tf.Scalar, activeShare };
      });
    },
  };
}
