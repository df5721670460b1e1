import * as tf from '@tensorflow/tfjs-core';
import { euclidean } from '../../distances/euclidean.ts';
import type { GivenTriplets, LossOutput, PublishedLoss } from '../loss.ts';
import { shareOfAll } from '../valid.ts';
import { clipped, KERAS_EPSILON } from './clipped.ts';

const { rows: distances } = euclidean.create({ distance: 'euclidean', fractionalP: 1 });

/** Of the hinge losses and the contrastive loss as published. */
interface HingeConstants {
  /** As a Euclidean distance. */
  margin: number;
  /** Components are clipped to [epsilon, 1 - epsilon]. */
  epsilon: number;
}

const PUBLISHED: HingeConstants = { margin: 1, epsilon: KERAS_EPSILON };

/**
 * The mean gap of the batch, clamped once: a solved triplet (gap below 0) cancels an unsolved one.
 * As published; `triplet-hinge` clamps each by itself.
 */
function clampedMean(gaps: tf.Tensor, factor: number): LossOutput {
  const loss = tf.relu(tf.mul(factor, tf.mean(gaps))) as tf.Scalar;
  return { loss, activeShare: shareOfAll(tf.greater(gaps, 0)) };
}

function gapsOf(triplets: GivenTriplets, { margin, epsilon }: HingeConstants): tf.Tensor {
  const { query, positive, negative } = clipped(triplets, epsilon);
  return tf.add(margin, tf.sub(distances(query, positive), distances(query, negative)));
}

/** `max(0, 1/N sum [1 + Dqp - Dqn])` (MODELS.md 3.1, trainer/loss.py), 1 the margin. */
export function hingePublished(given: Partial<HingeConstants> = {}): PublishedLoss {
  const constants = { ...PUBLISHED, ...given };
  return {
    name: 'hinge-published',
    description: "MILDNet's hinge_loss as coded: clipped embeddings, the batch's mean clamped once",
    compares: 'triplets',
    compute: (triplets) => tf.tidy(() => clampedMean(gapsOf(triplets, constants), 1)),
  };
}

/** `hinge-published` times `factor`; no published configuration uses it. */
export function hingeTwicePublished({
  factor = 2,
  ...given
}: Partial<HingeConstants & { factor: number }> = {}): PublishedLoss {
  const constants = { ...PUBLISHED, ...given };
  return {
    name: 'hinge-twice-published',
    description: "MILDNet's hinge_twice_loss as coded: twice hinge-published",
    compares: 'triplets',
    compute: (triplets) => tf.tidy(() => clampedMean(gapsOf(triplets, constants), factor)),
  };
}

/**
 * `max(0, 2/N sum [1 + 2 Dqp - Dqn - Dpn])`: the negative is kept from the positive too. One
 * margin, 1, a triplet, and the divisor is half the number of triplets, as coded.
 *
 * @param factor the 2 before the sum
 */
export function hingeNewPublished({
  factor = 2,
  ...given
}: Partial<HingeConstants & { factor: number }> = {}): PublishedLoss {
  const { margin, epsilon } = { ...PUBLISHED, ...given };
  return {
    name: 'hinge-new-published',
    description: "MILDNet's hinge_new_loss as coded: the negative is kept from the positive too",
    compares: 'triplets',
    compute: (triplets) =>
      tf.tidy(() => {
        const { query, positive, negative } = clipped(triplets, epsilon);
        const near = tf.mul(2, distances(query, positive));
        const far = tf.add(distances(query, negative), distances(positive, negative));
        return clampedMean(tf.add(margin, tf.sub(near, far)), factor);
      }),
  };
}

/** `1/(2N) sum [Dqp^2 + max(1 - Dqn, 0)^2]` (Hadsell et al. 2006), 1 the margin. */
export function contrastivePublished(given: Partial<HingeConstants> = {}): PublishedLoss {
  const { margin, epsilon } = { ...PUBLISHED, ...given };
  return {
    name: 'contrastive-published',
    description: "MILDNet's contrastive_loss as coded: clipped embeddings, margin 1",
    compares: 'triplets',
    compute: (triplets) =>
      tf.tidy(() => {
        const { query, positive, negative } = clipped(triplets, epsilon);
        const lacking = tf.relu(tf.sub(margin, distances(query, negative)));
        const sums = tf.add(tf.square(distances(query, positive)), tf.square(lacking));
        const loss = tf.div(tf.mean(sums), 2) as tf.Scalar;
        return { loss, activeShare: shareOfAll(tf.greater(lacking, 0)) };
      }),
  };
}
