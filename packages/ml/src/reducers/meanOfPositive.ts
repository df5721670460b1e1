import * as tf from '@tensorflow/tfjs-core';
import { withoutGradient } from '../backend/withoutGradient.ts';
import { weightedMean } from './mean.ts';
import type { Reducer } from './reducer.ts';

/**
 * Those that lose nothing are left out, or they would drown the others: of all triplets of a batch
 * most are solved (Hermans et al. 2017, batch all).
 */
export const meanOfPositive: Reducer = {
  name: 'mean-of-positive',
  description: 'Mean over comparisons with a loss, so that solved ones do not drown the others',
  reduce: (losses, weights) =>
    tf.tidy(() => {
      const positive = withoutGradient([losses], (values) => {
        const marked = tf.cast(tf.greater(values, 0), 'float32');
        return weights ? tf.mul(weights, marked) : marked;
      });
      return weightedMean(losses, positive);
    }),
};
