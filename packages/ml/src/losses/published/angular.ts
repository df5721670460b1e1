import * as tf from '@tensorflow/tfjs-core';
import type { GivenTriplets, PublishedLoss } from '../loss.ts';
import { shareOfAll } from '../valid.ts';
import { clipped, KERAS_EPSILON } from './clipped.ts';

/** Of the angular losses as published. */
interface AngularConstants {
  /** "45 degrees": a plain number that is given to `tan` as radians. */
  alpha: number;
  /** Components are clipped to [epsilon, 1 - epsilon]. */
  epsilon: number;
}

const PUBLISHED: AngularConstants = { alpha: 45, epsilon: KERAS_EPSILON };

/**
 * The value of angular_loss_1 as coded, one number a component, `[dim]`:
 * `1/N sum_t [1 + max(0, (xa - xp)^2 - 4 tan(45 (xn - xc)^2)^2)]`, all by component, with xc the
 * middle of xa and xp. Not the loss of Wang et al., which is `angular`.
 */
export function angularOnePublished(triplets: GivenTriplets, constants = PUBLISHED): tf.Tensor1D {
  const gaps = () => tf.relu(angularGaps(triplets, constants));
  return tf.tidy(() => tf.add(1, tf.mean(gaps(), 0)) as tf.Tensor1D);
}

function angularGaps(triplets: GivenTriplets, { alpha, epsilon }: AngularConstants): tf.Tensor {
  const { query, positive, negative } = clipped(triplets, epsilon);
  const centre = tf.div(tf.add(query, positive), 2);
  const tangent = tf.tan(tf.mul(alpha, tf.square(tf.sub(negative, centre))));
  return tf.sub(tf.square(tf.sub(query, positive)), tf.mul(4, tf.square(tangent)));
}

/** The mean of the components, which is what Keras makes of a loss that returns a vector. */
export function angular1Published(given: Partial<AngularConstants> = {}): PublishedLoss {
  const constants = { ...PUBLISHED, ...given };
  return {
    name: 'angular-1-published',
    description: "MILDNet's angular_loss_1 as coded: by component, 45 taken as radians",
    compares: 'triplets',
    compute: (triplets) =>
      tf.tidy(() => {
        const activeShare = shareOfAll(tf.greater(angularGaps(triplets, constants), 0));
        const loss = tf.mean(angularOnePublished(triplets, constants)) as tf.Scalar;
        return { loss, activeShare };
      }),
  };
}

/**
 * angular_loss_2 as coded: `max(0, [ln(1 + 2 sum e^f) + 2 ln(1 + 2 sum e^g)] / N)`, sums over
 * triplets and components, `f = 4 tan(45 (xa + xp) xn)^2 - 2 (1 + tan(45)^2) xa xp` and
 * `g = xa xn - xa xp`. The published code overflows where f exceeds 88; here
 * `ln(1 + 2 sum e^f) = ln(e^0 + sum e^(f + ln 2))` is a log-sum-exp, which has the same value and
 * does not.
 */
export function angular2Published(given: Partial<AngularConstants> = {}): PublishedLoss {
  const { alpha, epsilon } = { ...PUBLISHED, ...given };
  return {
    name: 'angular-2-published',
    description: "MILDNet's angular_loss_2 as coded: by component, 45 taken as radians",
    compares: 'triplets',
    compute: (triplets) =>
      tf.tidy(() => {
        const { query, positive, negative } = clipped(triplets, epsilon);
        const tangent = tf.tan(tf.mul(alpha, tf.mul(tf.add(query, positive), negative)));
        const pair = tf.mul(query, positive);
        const steep = 2 * (1 + Math.tan(alpha) ** 2);
        const f = tf.sub(tf.mul(4, tf.square(tangent)), tf.mul(steep, pair));
        const g = tf.sub(tf.mul(query, negative), pair);
        const sum = tf.add(logOnePlusTwice(f), tf.mul(2, logOnePlusTwice(g)));
        const loss = tf.relu(tf.div(sum, query.shape[0])) as tf.Scalar;
        return { loss, activeShare: shareOfAll(tf.greater(g, 0)) };
      }),
  };
}

/** `ln(1 + 2 sum e^z)` over all entries. */
function logOnePlusTwice(logits: tf.Tensor): tf.Scalar {
  const all = tf.add(tf.reshape(logits, [-1]), Math.LN2);
  return tf.logSumExp(tf.concat([tf.zeros([1]), all])) as tf.Scalar;
}
