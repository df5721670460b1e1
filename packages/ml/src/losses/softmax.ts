import * as tf from '@tensorflow/tfjs-core';
import type { LossDefinition } from './loss.ts';

/** Far below any real logit, yet finite, so that 0 * it is 0 and not NaN. */
const EXCLUDED = -1e9;

/** An anchor that puts less than this on its negatives is called solved. */
const SOLVED_LOSS = 0.05;

/**
 * Cross-entropy of finding the positive among the negatives (N-pair loss, Sohn 2016; InfoNCE),
 * over similarities `-D^2 / 2`, which for unit vectors is the cosine less one:
 *
 * `-ln( e^(sp/t) / (e^(sp/t) + sum_j w_j e^(sj/t)) ) = ln(1 + sum_j w_j e^((sj - sp)/t))`
 *
 * computed as the log-sum-exp of 0 and the differences, which never overflows.
 */
export const softmax: LossDefinition = {
  name: 'softmax',
  description: 'Picks the positive out of all negatives of the batch; learns fastest with labels',
  compute(input, { temperature }) {
    return tf.tidy(() => {
      const positive = tf.expandDims(tf.square(input.positive), 1);
      const differences = tf.div(tf.sub(positive, tf.square(input.negative)), 2 * temperature);
      // A weight w on e^z is ln(w) on z; a weight of zero drops the candidate altogether.
      const logWeights = tf.maximum(tf.log(input.valid), EXCLUDED);
      const logits = tf.add(differences, logWeights);
      const zero = tf.zeros([logits.shape[0] as number, 1]);
      const losses = tf.logSumExp(tf.concat([zero, logits], 1), 1);
      const activeShare = tf.mean(tf.cast(tf.greater(losses, SOLVED_LOSS), 'float32'));
      return { loss: tf.mean(losses) as tf.Scalar, activeShare: activeShare as tf.Scalar };
    });
  },
};
