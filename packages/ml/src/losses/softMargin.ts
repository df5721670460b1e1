import * as tf from '@tensorflow/tfjs-core';
import type { TripletLoss } from './loss.ts';
import { shareOfValid } from './valid.ts';

/**
 * `ln(1 + e^(Dqp - Dqn))` for each triplet (Hermans et al. 2017, eq. 6): the hinge without its
 * corner, which goes on pulling after the margin. Computed as `max(0, g) + ln(1 + e^-|g|)`, the
 * library's softplus, which neither overflows nor loses small values.
 *
 * @param solvedGap a triplet of a gap below this, so of less loss than `ln(1 + e^-3)`, is called
 *   solved
 */
export function softMargin({ solvedGap = -3 } = {}): TripletLoss {
  return {
    name: 'soft-margin',
    description:
      'Hinge without a corner and without a margin; for embeddings that are not unit long',
    compares: 'distances',
    reducer: 'mean',
    compute({ positive, negative, valid }, _, reduce) {
      return tf.tidy(() => {
        const gap = tf.sub(tf.expandDims(positive, 1), negative);
        const activeShare = shareOfValid(tf.greater(gap, solvedGap), valid);
        return { loss: reduce(tf.softplus(gap), valid), activeShare };
      });
    },
  };
}
