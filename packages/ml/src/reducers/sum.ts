import * as tf from '@tensorflow/tfjs-core';
import type { Reducer } from './reducer.ts';

/** Grows with the number of comparisons, and the gradient with it. */
export const sum: Reducer = {
  name: 'sum',
  description: 'Sum: grows with the number of comparisons; lower the learning rate or clip',
  reduce: (losses, weights) =>
    tf.tidy(() => tf.sum(weights ? tf.mul(losses, weights) : losses) as tf.Scalar),
};
