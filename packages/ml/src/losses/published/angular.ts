import * as tf from '@tensorflow/tfjs-core';
import type { GivenTriplets, PublishedLoss } from '../loss.ts';
import { clipped } from './clipped.ts';

/** "45 degrees" as published: a plain number that is given to `tan` as radians. */
const ALPHA = 45;

/**
 * The value of angular_loss_1 as coded, one number a component, `[dim]`:
 * `1/N sum_t [1 + max(0, (xa - xp)^2 - 4 tan(45 (xn - xc)^2)^2)]`, all by component, with xc the
 * middle of xa and xp. Not the loss of Wang et al., which is `angular`.
 */
export function angularOnePublished(triplets: GivenTriplets): tf.Tensor1D {
  return tf.tidy(() => tf.add(1, tf.mean(tf.relu(angularGaps(triplets)), 0)) as tf.Tensor1D);
}

function angularGaps(triplets: GivenTriplets): tf.Tensor {
  const { query, positive, negative } = clipped(triplets);
  const centre = tf.div(tf.add(query, positive), 2);
  const tangent = tf.tan(tf.mul(ALPHA, tf.square(tf.sub(negative, centre))));
  return tf.sub(tf.square(tf.sub(query, positive)), tf.mul(4, tf.square(tangent)));
}

/** The mean of the components, which is what Keras makes of a loss that returns a vector. */
export const angular1Published: PublishedLoss = {
  name: 'angular-1-published',
  description: "MILDNet's angular_loss_1 as coded: by component, 45 taken as radians",
  compares: 'triplets',
  compute: (triplets) =>
    tf.tidy(() => {
      const active = tf.cast(tf.greater(angularGaps(triplets), 0), 'float32');
      const loss = tf.mean(angularOnePublished(triplets)) as tf.Scalar;
      return { loss, activeShare: tf.mean(active) as tf.Scalar };
    }),
};

/**
 * angular_loss_2 as coded: `max(0, [ln(1 + 2 sum e^f) + 2 ln(1 + 2 sum e^g)] / N)`, sums over
 * triplets and components, `f = 4 tan(45 (xa + xp) xn)^2 - 2 (1 + tan(45)^2) xa xp` and
 * `g = xa xn - xa xp`. The published code overflows where f exceeds 88; here
 * `ln(1 + 2 sum e^f) = ln(e^0 + sum e^(f + ln 2))` is a log-sum-exp, which has the same value and
 * does not.
 */
export const angular2Published: PublishedLoss = {
  name: 'angular-2-published',
  description: "MILDNet's angular_loss_2 as coded: by component, 45 taken as radians",
  compares: 'triplets',
  compute: (triplets) =>
    tf.tidy(() => {
      const { query, positive, negative } = clipped(triplets);
      const tangent = tf.tan(tf.mul(ALPHA, tf.mul(tf.add(query, positive), negative)));
      const pair = tf.mul(query, positive);
      const f = tf.sub(tf.mul(4, tf.square(tangent)), tf.mul(2 * (1 + Math.tan(ALPHA) ** 2), pair));
      const g = tf.sub(tf.mul(query, negative), pair);
      const sum = tf.add(logOnePlusTwice(f), tf.mul(2, logOnePlusTwice(g)));
      const loss = tf.relu(tf.div(sum, query.shape[0])) as tf.Scalar;
      const active = tf.cast(tf.greater(g, 0), 'float32');
      return { loss, activeShare: tf.mean(active) as tf.Scalar };
    }),
};

/** `ln(1 + 2 sum e^z)` over all entries. */
function logOnePlusTwice(logits: tf.Tensor): tf.Scalar {
  const all = tf.add(tf.reshape(logits, [-1]), Math.LN2);
  return tf.logSumExp(tf.concat([tf.zeros([1]), all])) as tf.Scalar;
}
