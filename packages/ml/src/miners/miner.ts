import type * as tf from '@tensorflow/tfjs-core';
import type { Random } from '../random.ts';

/** Which negatives an anchor meets beside, or in place of, its own triplet's. */
export const MINING_NAMES = [
  'none',
  'all',
  'semi-hard',
  'hardest',
  'batch-hard',
  'easy-positive',
  'distance-weighted',
] as const;
export type MiningName = (typeof MINING_NAMES)[number];

/** What a miner sees of t pairs of an anchor and a positive, and m candidate negatives. */
export interface Candidates {
  /** Anchor to its positive, `[t]`. */
  positive: tf.Tensor1D;
  /** Anchor to every candidate, `[t, m]`. */
  negative: tf.Tensor2D;
  /** How much each candidate counts as the anchor's negative, 0 (it is none) to 1: `[t, m]`. */
  valid: tf.Tensor2D;
  /** From a distance to the similarity that belongs to it. */
  similarity: (distance: tf.Tensor) => tf.Tensor;
  /** Length of an embedding. */
  dimension: number;
  /** Drawn from the run's seed and the step, so that a resumed run draws the same. */
  random: Random;
}

/** A rule for which pairs and negatives of a batch are compared. */
export interface Miner {
  name: MiningName;
  description: string;
  /** With which positives of its label an anchor is paired. */
  positives: 'given' | 'nearest' | 'farthest';
  /** The column of the one negative that each pair keeps, `[t]`; a miner without it keeps all. */
  choose?(candidates: Candidates): tf.Tensor1D;
}
