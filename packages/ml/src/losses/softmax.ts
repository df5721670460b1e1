import * as tf from '@tensorflow/tfjs-core';
import { logOnePlusSumExp, weighted } from './logSumExp.ts';
import type { TripletLoss } from './loss.ts';
import { shareOfAll } from './valid.ts';

/**
 * Cross-entropy of finding the positive among the negatives: InfoNCE (van den Oord et al. 2018),
 * with the temperature of NT-Xent (Chen et al. 2020), both ways of each pair; N-pair loss (Sohn
 * 2016). Over similarities s:
 *
 * `-ln( e^(sp/t) / (e^(sp/t) + sum_j w_j e^(sj/t)) ) = ln(1 + sum_j w_j e^((sj - sp)/t))`
 *
 * @param solvedLoss an anchor that puts less than this on its negatives is called solved
 */
export function softmax({ solvedLoss = 0.05 } = {}): TripletLoss {
  return {
    name: 'softmax',
    description: 'InfoNCE / NT-Xent: picks the positive out of all negatives; learns fastest',
    compares: 'distances',
    reducer: 'mean',
    compute({ positive, negative, valid, distance }, { temperature }, reduce) {
      return tf.tidy(() => {
        const toPositive = tf.expandDims(distance.similarity(positive), 1);
        const logits = tf.div(tf.sub(distance.similarity(negative), toPositive), temperature);
        const losses = logOnePlusSumExp(weighted(logits, valid));
        return { loss: reduce(losses), activeShare: shareOfAll(tf.greater(losses, solvedLoss)) };
      });
    },
  };
}
