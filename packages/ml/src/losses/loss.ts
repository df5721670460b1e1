import type * as tf from '@tensorflow/tfjs-core';

/** Distances that a loss compares, for `n` anchors with `m` candidate negatives each. */
export type LossInput = {
  /** Anchor to its positive, `[n]`. */
  positive: tf.Tensor1D;
  /** Anchor to every candidate, `[n, m]`. */
  negative: tf.Tensor2D;
  /**
   * How much each candidate counts as a negative of the anchor, 0 (it is none) to 1: `[n, m]`, no
   * gradient.
   */
  valid: tf.Tensor2D;
};

export interface LossSettings {
  margin: number;
  /** Divides similarities in the softmax loss; smaller looks harder at the nearest negatives. */
  temperature: number;
}

export type LossOutput = {
  loss: tf.Scalar;
  /** Share in 0..1 of the comparisons that still teach something. */
  activeShare: tf.Scalar;
};

export interface LossDefinition {
  name: LossName;
  description: string;
  /** What is done to the embeddings `[rows, dim]` before distances are taken. */
  prepare?: (embeddings: tf.Tensor2D) => tf.Tensor2D;
  compute(input: LossInput, settings: LossSettings): LossOutput;
}

export const LOSS_NAMES = [
  'softmax',
  'triplet-hinge',
  'contrastive',
  'contrastive-published',
] as const;

export type LossName = (typeof LOSS_NAMES)[number];
