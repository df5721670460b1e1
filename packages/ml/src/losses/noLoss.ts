import * as tf from '@tensorflow/tfjs-core';
import type { LossOutput } from './loss.ts';

/** No loss and no slope; the factor keeps it a function of the embeddings, as gradients ask. */
export function noLoss(embeddings: tf.Tensor2D): LossOutput {
  return tf.tidy(() => {
    // Adding 0 makes a negative zero positive.
    const loss = tf.add(tf.mul(tf.sum(embeddings), 0), 0) as tf.Scalar;
    return { loss, activeShare: tf.scalar(0) };
  });
}
