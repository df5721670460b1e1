import type * as tf from '@tensorflow/tfjs-core';

export const DISTANCE_NAMES = ['euclidean', 'squared-euclidean', 'cosine', 'fractional'] as const;
export type DistanceName = (typeof DISTANCE_NAMES)[number];

export interface DistanceSettings {
  distance: DistanceName;
  /** The exponent f of the fractional distance, above 0 to 1. */
  fractionalP: number;
}

/**
 * How far apart two embeddings are. Pure functions of tensors; zero for equal rows, with a
 * gradient that is finite everywhere.
 */
export interface Distance {
  /** Of matching rows: `[n, dim]`, `[n, dim]` to `[n]`. */
  rows(a: tf.Tensor2D, b: tf.Tensor2D): tf.Tensor1D;
  /** Of every row of a to every row of b: `[n, dim]`, `[m, dim]` to `[n, m]`. */
  matrix(a: tf.Tensor2D, b: tf.Tensor2D): tf.Tensor2D;
  /**
   * The similarity that belongs to a distance, falling from 1 at distance 0: the cosine of unit
   * vectors for every distance but the fractional. For losses that are defined on cosines.
   */
  similarity(distance: tf.Tensor): tf.Tensor;
}

export interface DistanceDefinition {
  name: DistanceName;
  description: string;
  create(settings: DistanceSettings): Distance;
}
