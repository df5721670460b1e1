import type * as tf from '@tensorflow/tfjs-core';
import type { Distance, DistanceSettings } from '../distances/distance.ts';
import type { Comparisons } from '../miners/mine.ts';
import type { MiningName } from '../miners/miner.ts';
import type { Reduce, ReducerChoice, ReducerName } from '../reducers/reducer.ts';

export interface LossSettings extends DistanceSettings {
  loss: LossName;
  mining: MiningName;
  reducer: ReducerChoice;
  /** In units of the distance. */
  margin: number;
  /** Positives nearer than this are not pulled further; in units of the distance. */
  positiveMargin: number;
  /** Divides similarities in the softmax loss; smaller looks harder at the nearest negatives. */
  temperature: number;
  /** The angle of the angular losses, in degrees. */
  angleDegrees: number;
}

export type LossOutput = {
  loss: tf.Scalar;
  /** Share in 0..1 of the comparisons that still teach something. */
  activeShare: tf.Scalar;
};

/** Distances of t pairs of an anchor and a positive, with m candidate negatives each. */
export interface TripletDistances {
  /** Anchor to its positive, `[t]`. */
  positive: tf.Tensor1D;
  /** Anchor to every candidate, `[t, m]`. */
  negative: tf.Tensor2D;
  /** How much each candidate counts as a negative, 0 (it is none) to 1: `[t, m]`, no gradient. */
  valid: tf.Tensor2D;
  distance: Distance;
}

/** Similarities (cosines) of n anchors to their positives and negatives. */
export interface PairSimilarities {
  /** `[n, p]` */
  positive: tf.Tensor2D;
  /** 1 where it is a positive: `[n, p]`. */
  isPositive: tf.Tensor2D;
  /** `[n, m]` */
  negative: tf.Tensor2D;
  /** How much it counts as a negative, 0 to 1: `[n, m]`. */
  valid: tf.Tensor2D;
}

/** Triplets as given, matching rows, each `[n, dim]`. */
export interface GivenTriplets {
  query: tf.Tensor2D;
  positive: tf.Tensor2D;
  negative: tf.Tensor2D;
}

/** Embeddings beside one trainable vector, a proxy, of each label. */
export interface ProxyInput {
  /** `[rows, dim]` */
  embeddings: tf.Tensor2D;
  /** `[classes, dim]` */
  proxies: tf.Tensor2D;
  /** The class of each row. */
  classes: Int32Array;
}

interface Named {
  name: LossName;
  description: string;
}

/** Gives a loss for each comparison, of which a reducer makes one number. */
interface Reduced extends Named {
  /** What `reducer=auto` stands for, where a pair meets many negatives; see batchLoss.ts. */
  reducer: ReducerName;
}

/** Uses the chosen distance and any miner. */
export interface TripletLoss extends Reduced {
  compares: 'distances';
  compute(input: TripletDistances, settings: LossSettings, reduce: Reduce): LossOutput;
}

/** Uses the chosen distance, and all positives of an anchor where labels tell them. */
export interface PairLoss extends Reduced {
  compares: 'pairs';
  compute(input: PairSimilarities, settings: LossSettings, reduce: Reduce): LossOutput;
}

/** Has its own geometry, so it takes no distance; any miner. */
export interface GeometricLoss extends Reduced {
  compares: 'embeddings';
  compute(input: Comparisons, settings: LossSettings, reduce: Reduce): LossOutput;
}

/** Owns one trainable proxy a label; no miner, no distance. */
export interface ProxyLoss extends Reduced {
  compares: 'proxies';
  compute(input: ProxyInput, settings: LossSettings, reduce: Reduce): LossOutput;
}

/** Exactly a published formula over triplets as given: no miner, no distance, no reducer. */
export interface PublishedLoss extends Named {
  compares: 'triplets';
  compute(input: GivenTriplets): LossOutput;
}

export type LossDefinition = TripletLoss | PairLoss | GeometricLoss | PublishedLoss | ProxyLoss;

export const LOSS_NAMES = [
  'softmax',
  'triplet-hinge',
  'soft-margin',
  'contrastive',
  'lossless',
  'angular',
  'angular-n-pair',
  'multi-similarity',
  'circle',
  'proxy-anchor',
  'hinge-published',
  'hinge-new-published',
  'hinge-twice-published',
  'contrastive-published',
  'lossless-published',
  'angular-1-published',
  'angular-2-published',
] as const;

export type LossName = (typeof LOSS_NAMES)[number];
