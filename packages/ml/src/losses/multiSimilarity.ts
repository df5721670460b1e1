import * as tf from '@tensorflow/tfjs-core';
import { logOnePlusSumExp, weighted } from './logSumExp.ts';
import type { PairLoss } from './loss.ts';
import { hasValid, shareOfValid } from './valid.ts';

/**
 * Multi-similarity loss (Wang et al. 2019, eq. 15), over cosines s of each anchor's pairs:
 *
 * `1/a ln(1 + sum_p e^(-a (sp - l))) + 1/b ln(1 + sum_n w_n e^(b (sn - l)))`
 *
 * so that a pair weighs more, the worse it is by itself and beside the anchor's others. The
 * paper's pair mining is left to the miners. Anchors without a negative are left out.
 *
 * The paper's and its code's constants:
 * @param positiveScale a: how sharply positives are weighed
 * @param negativeScale b: how sharply negatives are
 * @param threshold l: the similarity from which on a pair weighs more
 */
export function multiSimilarity({
  positiveScale = 2,
  negativeScale = 50,
  threshold = 0.5,
} = {}): PairLoss {
  return {
    name: 'multi-similarity',
    description: 'Weighs each pair by how bad it is, alone and beside the others (Wang 2019)',
    compares: 'pairs',
    reducer: 'mean',
    compute({ positive, isPositive, negative, valid }, _, reduce) {
      return tf.tidy(() => {
        const low = tf.mul(-positiveScale, tf.sub(positive, threshold));
        const high = tf.mul(negativeScale, tf.sub(negative, threshold));
        const pull = tf.div(logOnePlusSumExp(weighted(low, isPositive)), positiveScale);
        const push = tf.div(logOnePlusSumExp(weighted(high, valid)), negativeScale);
        const loss = reduce(tf.add(pull, push), hasValid(valid));
        return { loss, activeShare: shareOfValid(tf.greater(negative, threshold), valid) };
      });
    },
  };
}
