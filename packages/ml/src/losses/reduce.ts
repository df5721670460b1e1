import * as tf from '@tensorflow/tfjs-core';
import { withoutGradient } from '../miners/withoutGradient.ts';
import type { LossOutput } from './loss.ts';

/** Far below any real logit, yet finite, so that 0 * it is 0 and not NaN. */
const EXCLUDED = -1e9;

/** Mean of `values` where `valid` is 1; 0, with no gradient, when nothing is. Both `[n, m]`. */
export function validMean(values: tf.Tensor, valid: tf.Tensor): tf.Scalar {
  return tf.tidy(() => {
    const count = tf.maximum(tf.sum(valid), 1);
    return tf.div(tf.sum(tf.mul(values, valid)), count) as tf.Scalar;
  });
}

/** Share of the valid entries for which a condition holds. Both `[n, m]`. */
export function share(holds: tf.Tensor, valid: tf.Tensor): tf.Scalar {
  return tf.tidy(() => validMean(tf.cast(holds, 'float32'), valid));
}

/**
 * `max(0, gap)`, averaged: over all pairs where a miner chose one negative each, and where there
 * are many over those above zero, or the solved ones would drown them (Hermans et al. 2017, batch
 * all). Both `[t, m]`.
 */
export function hingeMean(gap: tf.Tensor, valid: tf.Tensor, single: boolean): tf.Scalar {
  return tf.tidy(() => {
    const losses = tf.relu(gap);
    if (single) return validMean(losses, valid);
    const active = withoutGradient([gap], (values) =>
      tf.mul(valid, tf.cast(tf.greater(values, 0), 'float32')),
    );
    return validMean(losses, active);
  });
}

/** Logits of which those of weight w count w times: `w e^z = e^(z + ln w)`; none where w is 0. */
export function weighted(logits: tf.Tensor, weights: tf.Tensor): tf.Tensor {
  return tf.tidy(() => tf.add(logits, tf.maximum(tf.log(weights), EXCLUDED)));
}

/**
 * `ln(1 + sum e^z)` along an axis, as the log-sum-exp of 0 and the logits,
 * `M + ln(e^-M + sum e^(z - M))` with M the largest, which never overflows.
 */
export function logOnePlusSumExp(logits: tf.Tensor, axis: 0 | 1 = 1): tf.Tensor1D {
  return tf.tidy(() => {
    const [rows, columns] = logits.shape as [number, number];
    const zero = tf.zeros(axis === 1 ? [rows, 1] : [1, columns]);
    return tf.logSumExp(tf.concat([zero, logits], axis), axis) as tf.Tensor1D;
  });
}

/** 1 for rows that have a valid entry, `[n]`: an anchor with no negative only teaches collapse. */
export function hasValid(valid: tf.Tensor2D): tf.Tensor1D {
  return tf.tidy(() => tf.cast(tf.greater(tf.max(valid, 1), 0), 'float32') as tf.Tensor1D);
}

/** No loss and no slope; the factor keeps it a function of the embeddings, as gradients ask. */
export function noLoss(embeddings: tf.Tensor2D): LossOutput {
  return tf.tidy(() => {
    // Adding 0 makes a negative zero positive.
    const loss = tf.add(tf.mul(tf.sum(embeddings), 0), 0) as tf.Scalar;
    return { loss, activeShare: tf.scalar(0) };
  });
}
