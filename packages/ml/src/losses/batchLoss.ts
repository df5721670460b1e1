import * as tf from '@tensorflow/tfjs-core';
import { distanceMatrix, distances } from '../distances/euclidean.ts';
import type { LossDefinition, LossInput, LossOutput, LossSettings } from './loss.ts';
import { type MiningName, mine } from './miners.ts';

export interface BatchLossInput {
  /** `[3n, dim]`: n queries, then their n positives, then their n negatives. */
  embeddings: tf.Tensor2D;
  /**
   * How much two rows are each other's negatives, 0 (same label) to 1: `[3n, 3n]`. Needed for mining, which takes
   * negatives from other triplets only where this says that they are.
   */
  differing?: tf.Tensor2D;
  mining: MiningName;
}

/** The loss of one batch of n triplets. Pure; wrap it in `tidy`. */
export function batchLoss(
  loss: LossDefinition,
  settings: LossSettings,
  batch: BatchLossInput,
): LossOutput {
  return tf.tidy(() => {
    const embeddings = loss.prepare?.(batch.embeddings) ?? batch.embeddings;
    const parts = tf.split(embeddings, 3, 0) as [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D];
    const triplets = { query: parts[0], positive: parts[1], negative: parts[2] };
    const input =
      batch.mining === 'none' || !batch.differing
        ? explicitNegatives(triplets)
        : batchNegatives(triplets, embeddings, batch.differing);
    return loss.compute(mine(batch.mining, input), settings);
  });
}

interface Triplets {
  query: tf.Tensor2D;
  positive: tf.Tensor2D;
  negative: tf.Tensor2D;
}

function explicitNegatives({ query, positive, negative }: Triplets): LossInput {
  const apart = tf.expandDims(distances(query, negative), 1) as tf.Tensor2D;
  return {
    positive: distances(query, positive),
    negative: apart,
    valid: tf.onesLike(apart) as tf.Tensor2D,
  };
}

/** Queries and positives both serve as anchors, against every row of another label. */
function batchNegatives(
  { query, positive }: Triplets,
  embeddings: tf.Tensor2D,
  differing: tf.Tensor2D,
): LossInput {
  const anchors = tf.concat([query, positive], 0) as tf.Tensor2D;
  const pair = distances(query, positive);
  const rows = anchors.shape[0];
  return {
    positive: tf.concat([pair, pair], 0) as tf.Tensor1D,
    negative: distanceMatrix(anchors, embeddings),
    valid: tf.slice(differing, [0, 0], [rows, embeddings.shape[0]]) as tf.Tensor2D,
  };
}
