import * as tf from '@tensorflow/tfjs-core';
import type { TripletLoss } from './loss.ts';
import { logOnePlusSumExp, weighted } from './reduce.ts';

/** An anchor that puts less than this on its negatives is called solved. */
const SOLVED_LOSS = 0.05;

/**
 * Cross-entropy of finding the positive among the negatives: InfoNCE (van den Oord et al. 2018),
 * with the temperature of NT-Xent (Chen et al. 2020), both ways of each pair; N-pair loss (Sohn
 * 2016). Over similarities s:
 *
 * `-ln( e^(sp/t) / (e^(sp/t) + sum_j w_j e^(sj/t)) ) = ln(1 + sum_j w_j e^((sj - sp)/t))`
 */
export const softmax: TripletLoss = {
  name: 'softmax',
  description: 'InfoNCE / NT-Xent: picks the positive out of all negatives; learns fastest',
  compares: 'distances',
  compute({ positive, negative, valid, distance }, { temperature }) {
    return tf.tidy(() => {
      const toPositive = tf.expandDims(distance.similarity(positive), 1);
      const logits = tf.div(tf.sub(distance.similarity(negative), toPositive), temperature);
      const losses = logOnePlusSumExp(weighted(logits, valid));
      const activeShare = tf.mean(tf.cast(tf.greater(losses, SOLVED_LOSS), 'float32'));
      return { loss: tf.mean(losses) as tf.Scalar, activeShare: activeShare as tf.Scalar };
    });
  },
};
