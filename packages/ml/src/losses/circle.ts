import * as tf from '@tensorflow/tfjs-core';
import { withoutGradient } from '../backend/withoutGradient.ts';
import { weighted } from './logSumExp.ts';
import type { PairLoss } from './loss.ts';
import { hasValid, shareOfValid } from './valid.ts';

/**
 * Circle loss (Sun et al. 2020, eq. 6), over cosines s of each anchor's pairs:
 *
 * `ln(1 + sum_n w_n e^(g an (sn - m)) * sum_p e^(-g ap (sp - 1 + m)))`
 *
 * with `an = max(0, sn + m)` and `ap = max(0, 1 + m - sp)`, constants in the gradient: a pair far
 * from its goal is moved faster. The product of sums is the exponential of the sum of their
 * logarithms A and B, so the loss is `softplus(A + B)`, and none of the three overflows. Anchors
 * without a negative are left out.
 *
 * The paper's constants for fine-grained retrieval:
 * @param relaxation m: how far from 0 and 1 the similarities may stay
 * @param scale g
 */
export function circle({ relaxation = 0.4, scale = 80 } = {}): PairLoss {
  return {
    name: 'circle',
    description: 'Moves each pair the faster the farther it is from its goal (Sun 2020)',
    compares: 'pairs',
    reducer: 'mean',
    compute({ positive, isPositive, negative, valid }, _, reduce) {
      return tf.tidy(() => {
        const pullWeight = withoutGradient([positive], (s) => tf.relu(tf.sub(1 + relaxation, s)));
        const pushWeight = withoutGradient([negative], (s) => tf.relu(tf.add(s, relaxation)));
        const low = tf.mul(pullWeight, tf.sub(1 - relaxation, positive));
        const high = tf.mul(pushWeight, tf.sub(negative, relaxation));
        const ofPositives = tf.logSumExp(weighted(tf.mul(scale, low), isPositive), 1);
        const ofNegatives = tf.logSumExp(weighted(tf.mul(scale, high), valid), 1);
        const losses = tf.softplus(tf.add(ofPositives, ofNegatives));
        const loss = reduce(losses, hasValid(valid));
        return { loss, activeShare: shareOfValid(tf.greater(negative, relaxation), valid) };
      });
    },
  };
}
