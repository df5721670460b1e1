import * as tf from '@tensorflow/tfjs-core';
import { withoutGradient } from '../miners/withoutGradient.ts';
import type { PairLoss } from './loss.ts';
import { hasValid, share, validMean, weighted } from './reduce.ts';

/** The paper's for fine-grained retrieval: the relaxation m and the scale gamma. */
const RELAXATION = 0.4;
const SCALE = 80;

/**
 * Circle loss (Sun et al. 2020, eq. 6), over cosines s of each anchor's pairs:
 *
 * `ln(1 + sum_n w_n e^(g an (sn - m)) * sum_p e^(-g ap (sp - 1 + m)))`
 *
 * with `an = max(0, sn + m)` and `ap = max(0, 1 + m - sp)`, constants in the gradient: a pair far
 * from its goal is moved faster. The product of sums is the exponential of the sum of their
 * logarithms A and B, so the loss is `softplus(A + B)`, and none of the three overflows. Anchors
 * without a negative are left out.
 */
export const circle: PairLoss = {
  name: 'circle',
  description: 'Moves each pair the faster the farther it is from its goal (Sun 2020)',
  compares: 'pairs',
  compute({ positive, isPositive, negative, valid }) {
    return tf.tidy(() => {
      const pullWeight = withoutGradient([positive], (s) => tf.relu(tf.sub(1 + RELAXATION, s)));
      const pushWeight = withoutGradient([negative], (s) => tf.relu(tf.add(s, RELAXATION)));
      const low = tf.mul(pullWeight, tf.sub(1 - RELAXATION, positive));
      const high = tf.mul(pushWeight, tf.sub(negative, RELAXATION));
      const ofPositives = tf.logSumExp(weighted(tf.mul(SCALE, low), isPositive), 1);
      const ofNegatives = tf.logSumExp(weighted(tf.mul(SCALE, high), valid), 1);
      const losses = tf.softplus(tf.add(ofPositives, ofNegatives));
      const loss = validMean(losses, hasValid(valid));
      return { loss, activeShare: share(tf.greater(negative, RELAXATION), valid) };
    });
  },
};
