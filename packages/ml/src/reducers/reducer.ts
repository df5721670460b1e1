import type * as tf from '@tensorflow/tfjs-core';

export const REDUCER_NAMES = ['mean', 'mean-of-positive', 'sum'] as const;
export type ReducerName = (typeof REDUCER_NAMES)[number];

/** A reducer, or `auto` for the loss's own. */
export const REDUCER_CHOICES = ['auto', ...REDUCER_NAMES] as const;
export type ReducerChoice = (typeof REDUCER_CHOICES)[number];

/**
 * Makes one number of many losses, of any shape. Pure; 0, with no gradient, where none counts.
 *
 * @param weights how much each counts, 0 to 1: of the same shape, no gradient; absent, all alike
 */
export type Reduce = (losses: tf.Tensor, weights?: tf.Tensor) => tf.Scalar;

/** A way to make one number of the losses of a step. */
export interface Reducer {
  name: ReducerName;
  description: string;
  reduce: Reduce;
}
