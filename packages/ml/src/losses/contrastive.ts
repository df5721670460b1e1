import * as tf from '@tensorflow/tfjs-core';
import type { TripletLoss } from './loss.ts';
import { hasValid, shareOfValid } from './valid.ts';

/**
 * `1/2 * (mean max(Dqp - positiveMargin, 0)^2 + mean max(margin - Dqn, 0)^2)`: Hadsell et al.
 * 2006, with a margin for positives too, inside which they may differ (Lin et al. 2015). Pairs
 * without a negative are left out. Positives and negatives are reduced each by themselves.
 */
export function contrastive(): TripletLoss {
  return {
    name: 'contrastive',
    description: 'Pulls positives within positiveMargin and pushes negatives beyond margin',
    compares: 'distances',
    reducer: 'mean',
    compute({ positive, negative, valid }, { margin, positiveMargin }, reduce) {
      return tf.tidy(() => {
        const exceeding = tf.relu(tf.sub(positive, positiveMargin));
        const lacking = tf.relu(tf.sub(margin, negative));
        const pull = reduce(tf.square(exceeding), hasValid(valid));
        const push = reduce(tf.square(lacking), valid);
        const activeShare = shareOfValid(tf.greater(lacking, 0), valid);
        return { loss: tf.mul(0.5, tf.add(pull, push)) as tf.Scalar, activeShare };
      });
    },
  };
}
