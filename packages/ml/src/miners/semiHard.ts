import * as tf from '@tensorflow/tfjs-core';
import type { Candidates } from './miner.ts';
import { farthest, marks, nearest } from './nearest.ts';

/**
 * The nearest negative that is farther than the positive, else the farthest one (Schroff et al.
 * 2015): hard, but not so hard that early training collapses.
 */
export function semiHardNegative({ positive, negative, valid }: Candidates): tf.Tensor1D {
  return tf.tidy(() => {
    const isNegative = marks(valid);
    const farther = tf.cast(tf.greater(negative, tf.expandDims(positive, 1)), 'float32');
    const marked = tf.mul(isNegative, farther);
    return tf.where(
      tf.greater(tf.max(marked, 1), 0),
      nearest(negative, marked),
      farthest(negative, isNegative),
    ) as tf.Tensor1D;
  });
}

/** The nearest negative. */
export function hardestNegative({ negative, valid }: Candidates): tf.Tensor1D {
  return tf.tidy(() => nearest(negative, marks(valid)));
}
