import * as tf from '@tensorflow/tfjs-core';
import type { LossDefinition } from './loss.ts';
import { share, validMean } from './reduce.ts';
import { withoutGradient } from './withoutGradient.ts';

/**
 * `max(0, margin + Dqp - Dqn)` for each triplet (Schroff et al. 2015, on plain distances). The
 * published code clamps the batch's mean once instead, so that solved triplets cancel unsolved
 * ones; here each triplet is clamped by itself. With one negative an anchor, the mean is over all
 * triplets; with many, over those above zero, or the solved ones would drown them (Hermans et al.
 * 2017, batch all).
 */
export const tripletHinge: LossDefinition = {
  name: 'triplet-hinge',
  description: 'Wants each negative farther than the positive by the margin, triplet by triplet',
  compute(input, { margin }) {
    return tf.tidy(() => {
      const gap = tf.add(margin, tf.sub(tf.expandDims(input.positive, 1), input.negative));
      const losses = tf.relu(gap);
      const activeShare = share(tf.greater(gap, 0), input.valid);
      if (input.negative.shape[1] === 1)
        return { loss: validMean(losses, input.valid), activeShare };
      const active = withoutGradient([gap], (values) =>
        tf.mul(input.valid, tf.cast(tf.greater(values, 0), 'float32')),
      );
      return { loss: validMean(losses, active), activeShare };
    });
  },
};
