import * as tf from '@tensorflow/tfjs-core';
import type { TripletLoss } from './loss.ts';
import { shareOfValid } from './valid.ts';

/**
 * `max(0, margin + Dqp - Dqn)` for each triplet (Schroff et al. 2015). The published code clamps
 * the batch's mean once instead, so that solved triplets cancel unsolved ones; here each triplet
 * is clamped by itself.
 */
export function tripletHinge(): TripletLoss {
  return {
    name: 'triplet-hinge',
    description: 'Wants each negative farther than the positive by the margin, triplet by triplet',
    compares: 'distances',
    reducer: 'mean-of-positive',
    compute({ positive, negative, valid }, { margin }, reduce) {
      return tf.tidy(() => {
        const gap = tf.add(margin, tf.sub(tf.expandDims(positive, 1), negative));
        const activeShare = shareOfValid(tf.greater(gap, 0), valid);
        return { loss: reduce(tf.relu(gap), valid), activeShare };
      });
    },
  };
}
