import * as tf from '@tensorflow/tfjs-core';
import { euclidean } from '../../distances/euclidean.ts';
import type { GivenTriplets, LossOutput, PublishedLoss } from '../loss.ts';
import { clipped } from './clipped.ts';

const { rows: distances } = euclidean.create({ distance: 'euclidean', fractionalP: 1 });

/**
 * The mean gap of the batch, clamped once: a solved triplet (gap below 0) cancels an unsolved one.
 * As published; `triplet-hinge` clamps each by itself.
 */
function clampedMean(gaps: tf.Tensor, factor: number): LossOutput {
  const loss = tf.relu(tf.mul(factor, tf.mean(gaps))) as tf.Scalar;
  return { loss, activeShare: tf.mean(tf.cast(tf.greater(gaps, 0), 'float32')) as tf.Scalar };
}

function gapsOf(triplets: GivenTriplets): tf.Tensor {
  const { query, positive, negative } = clipped(triplets);
  return tf.add(1, tf.sub(distances(query, positive), distances(query, negative)));
}

/** `max(0, 1/N sum [1 + Dqp - Dqn])` (MODELS.md 3.1, trainer/loss.py). */
export const hingePublished: PublishedLoss = {
  name: 'hinge-published',
  description: "MILDNet's hinge_loss as coded: clipped embeddings, the batch's mean clamped once",
  compares: 'triplets',
  compute: (triplets) => tf.tidy(() => clampedMean(gapsOf(triplets), 1)),
};

/** Twice `hinge-published`; no published configuration uses it. */
export const hingeTwicePublished: PublishedLoss = {
  name: 'hinge-twice-published',
  description: "MILDNet's hinge_twice_loss as coded: twice hinge-published",
  compares: 'triplets',
  compute: (triplets) => tf.tidy(() => clampedMean(gapsOf(triplets), 2)),
};

/**
 * `max(0, 2/N sum [1 + 2 Dqp - Dqn - Dpn])`: the negative is kept from the positive too. One
 * margin a triplet, and the divisor is half the number of triplets, as coded.
 */
export const hingeNewPublished: PublishedLoss = {
  name: 'hinge-new-published',
  description: "MILDNet's hinge_new_loss as coded: the negative is kept from the positive too",
  compares: 'triplets',
  compute: (triplets) =>
    tf.tidy(() => {
      const { query, positive, negative } = clipped(triplets);
      const near = tf.mul(2, distances(query, positive));
      const far = tf.add(distances(query, negative), distances(positive, negative));
      return clampedMean(tf.add(1, tf.sub(near, far)), 2);
    }),
};

/** `1/(2N) sum [Dqp^2 + max(1 - Dqn, 0)^2]` (Hadsell et al. 2006, with margin 1). */
export const contrastivePublished: PublishedLoss = {
  name: 'contrastive-published',
  description: "MILDNet's contrastive_loss as coded: clipped embeddings, margin 1",
  compares: 'triplets',
  compute: (triplets) =>
    tf.tidy(() => {
      const { query, positive, negative } = clipped(triplets);
      const lacking = tf.relu(tf.sub(1, distances(query, negative)));
      const sums = tf.add(tf.square(distances(query, positive)), tf.square(lacking));
      const activeShare = tf.mean(tf.cast(tf.greater(lacking, 0), 'float32')) as tf.Scalar;
      return { loss: tf.div(tf.mean(sums), 2) as tf.Scalar, activeShare };
    }),
};
