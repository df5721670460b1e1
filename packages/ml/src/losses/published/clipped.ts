import * as tf from '@tensorflow/tfjs-core';
import type { GivenTriplets } from '../loss.ts';

/** Keras' `K.epsilon()`. */
const EPSILON = 1e-7;

/**
 * Components clipped to [1e-7, 1 - 1e-7], as all published losses and the published accuracy do
 * first. Nearly harmless for MILDNet, whose components are never negative; a model whose last
 * layer is linear (ranknet, visnet) is trained and judged as if its negative components were none.
 */
export function clipped({ query, positive, negative }: GivenTriplets): GivenTriplets {
  const clip = (rows: tf.Tensor2D) => tf.clipByValue(rows, EPSILON, 1 - EPSILON) as tf.Tensor2D;
  return { query: clip(query), positive: clip(positive), negative: clip(negative) };
}

/** The same for plain numbers. */
export function clippedValue(value: number): number {
  return Math.min(1 - EPSILON, Math.max(EPSILON, value));
}
