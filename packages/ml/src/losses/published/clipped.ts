import * as tf from '@tensorflow/tfjs-core';
import type { GivenTriplets } from '../loss.ts';

/** Keras' `K.epsilon()`, which the published code clips by. */
export const KERAS_EPSILON = 1e-7;

/**
 * Components clipped to [epsilon, 1 - epsilon], as all published losses and the published accuracy
 * do first. Nearly harmless for MILDNet, whose components are never negative; a model whose last
 * layer is linear (ranknet, visnet) is trained and judged as if its negative components were none.
 */
export function clipped(
  { query, positive, negative }: GivenTriplets,
  epsilon: number,
): GivenTriplets {
  const clip = (rows: tf.Tensor2D) => tf.clipByValue(rows, epsilon, 1 - epsilon) as tf.Tensor2D;
  return { query: clip(query), positive: clip(positive), negative: clip(negative) };
}

/** The same for plain numbers. */
export function clippedValue(value: number, epsilon: number): number {
  return Math.min(1 - epsilon, Math.max(epsilon, value));
}
