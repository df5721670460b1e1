import * as tf from '@tensorflow/tfjs-core';
import { squaredDistanceMatrix, squaredDistances } from '../distances/squaredEuclidean.ts';
import type { Comparisons } from '../miners/mine.ts';
import { logOnePlusSumExp, weighted } from './logSumExp.ts';
import type { GeometricLoss } from './loss.ts';
import { shareOfAll, shareOfValid } from './valid.ts';

/** `tan^2` of an angle in degrees. */
function squaredTangent(degrees: number): number {
  return Math.tan((degrees * Math.PI) / 180) ** 2;
}

/**
 * Angular loss of Wang et al. (1708.01682, eq. 6): `max(0, |a - p|^2 - 4 tan^2(alpha) |n - c|^2)`
 * with c the middle of a and p. It bounds the angle at the negative, which does not depend on how
 * far apart things are, and pushes n away from the middle of the pair.
 */
export function angular(): GeometricLoss {
  return {
    name: 'angular',
    description: 'Bounds the angle at the negative by angleDegrees, whatever the scale (Wang 2017)',
    compares: 'embeddings',
    reducer: 'mean-of-positive',
    compute({ anchor, positive, negatives, rows, valid }, { angleDegrees }, reduce) {
      return tf.tidy(() => {
        const centre = tf.div(tf.add(anchor, positive), 2) as tf.Tensor2D;
        const toCentre = rows
          ? squaredDistanceMatrix(centre, negatives)
          : tf.expandDims(squaredDistances(centre, negatives), 1);
        const pair = tf.expandDims(squaredDistances(anchor, positive), 1);
        const gap = tf.sub(pair, tf.mul(4 * squaredTangent(angleDegrees), toCentre));
        const activeShare = shareOfValid(tf.greater(gap, 0), valid);
        return { loss: reduce(tf.relu(gap), valid), activeShare };
      });
    },
  };
}

/**
 * The same for many negatives at once (eq. 7): `ln(1 + sum_j w_j e^f_j)` with
 * `f_j = 4 tan^2(alpha) (a + p)n_j - 2 (1 + tan^2(alpha)) ap`, the gap above for unit vectors
 * without its constants, halved.
 *
 * @param solvedLoss an anchor that puts less than this on its negatives is called solved
 */
export function angularNPair({ solvedLoss = 0.05 } = {}): GeometricLoss {
  return {
    name: 'angular-n-pair',
    description: 'The angular loss against all negatives at once, in its N-pair form (Wang 2017)',
    compares: 'embeddings',
    reducer: 'mean',
    compute(comparisons, { angleDegrees }, reduce) {
      return tf.tidy(() => {
        const { anchor, positive, valid } = comparisons;
        const steep = squaredTangent(angleDegrees);
        const both = tf.add(anchor, positive) as tf.Tensor2D;
        const toNegatives = tf.mul(4 * steep, products(both, comparisons));
        const within = tf.sum(tf.mul(anchor, positive), 1, true);
        const logits = tf.sub(toNegatives, tf.mul(2 * (1 + steep), within));
        const losses = logOnePlusSumExp(weighted(logits, valid));
        return { loss: reduce(losses), activeShare: shareOfAll(tf.greater(losses, solvedLoss)) };
      });
    },
  };
}

/** Scalar products with the negatives, `[t, m]`, or `[t, 1]` with each row's own. */
function products(both: tf.Tensor2D, { negatives, rows }: Comparisons): tf.Tensor {
  if (rows) return tf.matMul(both, negatives, false, true);
  return tf.sum(tf.mul(both, negatives), 1, true);
}
