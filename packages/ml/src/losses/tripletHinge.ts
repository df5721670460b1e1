import * as tf from '@tensorflow/tfjs-core';
import type { TripletLoss } from './loss.ts';
import { hingeMean, share } from './reduce.ts';

/**
 * `max(0, margin + Dqp - Dqn)` for each triplet (Schroff et al. 2015). The published code clamps
 * the batch's mean once instead, so that solved triplets cancel unsolved ones; here each triplet
 * is clamped by itself.
 */
export const tripletHinge: TripletLoss = {
  name: 'triplet-hinge',
  description: 'Wants each negative farther than the positive by the margin, triplet by triplet',
  compares: 'distances',
  compute({ positive, negative, valid, single }, { margin }) {
    return tf.tidy(() => {
      const gap = tf.add(margin, tf.sub(tf.expandDims(positive, 1), negative));
      const activeShare = share(tf.greater(gap, 0), valid);
      return { loss: hingeMean(gap, valid, single), activeShare };
    });
  },
};
