import * as tf from '@tensorflow/tfjs-core';
import type { PairLoss } from './loss.ts';
import { hasValid, logOnePlusSumExp, share, validMean, weighted } from './reduce.ts';

/** The paper's and its code's: how sharply positives and negatives are weighed, and where. */
const POSITIVE_SCALE = 2;
const NEGATIVE_SCALE = 50;
const THRESHOLD = 0.5;

/**
 * Multi-similarity loss (Wang et al. 2019, eq. 15), over cosines s of each anchor's pairs:
 *
 * `1/a ln(1 + sum_p e^(-a (sp - l))) + 1/b ln(1 + sum_n w_n e^(b (sn - l)))`
 *
 * so that a pair weighs more, the worse it is by itself and beside the anchor's others. The
 * paper's pair mining is left to the miners. Anchors without a negative are left out.
 */
export const multiSimilarity: PairLoss = {
  name: 'multi-similarity',
  description: 'Weighs each pair by how bad it is, alone and beside the others (Wang 2019)',
  compares: 'pairs',
  compute({ positive, isPositive, negative, valid }) {
    return tf.tidy(() => {
      const low = tf.mul(-POSITIVE_SCALE, tf.sub(positive, THRESHOLD));
      const high = tf.mul(NEGATIVE_SCALE, tf.sub(negative, THRESHOLD));
      const pull = tf.div(logOnePlusSumExp(weighted(low, isPositive)), POSITIVE_SCALE);
      const push = tf.div(logOnePlusSumExp(weighted(high, valid)), NEGATIVE_SCALE);
      const loss = validMean(tf.add(pull, push), hasValid(valid));
      return { loss, activeShare: share(tf.greater(negative, THRESHOLD), valid) };
    });
  },
};
