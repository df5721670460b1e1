import * as tf from '@tensorflow/tfjs-core';
import type { TripletLoss } from './loss.ts';
import { share, validMean } from './reduce.ts';

/** A triplet of less loss than this, `ln(1 + e^-3)`, is called solved. */
const SOLVED_GAP = -3;

/**
 * `ln(1 + e^(Dqp - Dqn))` for each triplet (Hermans et al. 2017, eq. 6): the hinge without its
 * corner, which goes on pulling after the margin. Computed as `max(0, g) + ln(1 + e^-|g|)`, the
 * library's softplus, which neither overflows nor loses small values.
 */
export const softMargin: TripletLoss = {
  name: 'soft-margin',
  description: 'Hinge without a corner and without a margin; for embeddings that are not unit long',
  compares: 'distances',
  compute({ positive, negative, valid }) {
    return tf.tidy(() => {
      const gap = tf.sub(tf.expandDims(positive, 1), negative);
      const activeShare = share(tf.greater(gap, SOLVED_GAP), valid);
      return { loss: validMean(tf.softplus(gap), valid), activeShare };
    });
  },
};
