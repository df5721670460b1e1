import * as tf from '@tensorflow/tfjs-core';
import type { LossInput } from './loss.ts';
import { withoutGradient } from './withoutGradient.ts';

/** Which negatives an anchor meets beside, or in place of, its own triplet's. */
export const MINING_NAMES = ['none', 'all', 'semi-hard', 'hardest'] as const;
export type MiningName = (typeof MINING_NAMES)[number];

const FAR = 1e6;

/**
 * Narrows the candidates of each anchor:
 *
 * - `none`, `all`: as they come;
 * - `hardest`: the nearest valid one;
 * - `semi-hard`: the nearest valid one that is farther than the positive, else the farthest valid
 *   one (Schroff et al. 2015): hard, but not so hard that early training collapses.
 *
 * The choice itself passes no gradient; the chosen distance does.
 */
export function mine(name: MiningName, input: LossInput): LossInput {
  switch (name) {
    case 'none':
    case 'all':
      return input;
    case 'hardest':
      return tf.tidy(() => choose(input, (_, negative, valid) => nearest(negative, valid)));
    case 'semi-hard':
      return tf.tidy(() => choose(input, semiHard));
    default:
      throw new Error(`Unknown mining ${name satisfies never}`);
  }
}

/** Keeps one candidate an anchor, whose column `pick` gives: `[n, m]` to `[n, 1]`. */
function choose(
  { positive, negative, valid }: LossInput,
  pick: (positive: tf.Tensor, negative: tf.Tensor, valid: tf.Tensor) => tf.Tensor,
): LossInput {
  const chosen = withoutGradient([positive, negative, valid], (...inputs) => {
    const [toPositive, toNegative, weights] = inputs as [tf.Tensor, tf.Tensor, tf.Tensor];
    const isNegative = tf.cast(tf.greater(weights, 0), 'float32');
    const column = pick(toPositive, toNegative, isNegative);
    return tf.cast(tf.oneHot(column as tf.Tensor1D, negative.shape[1]), 'float32');
  });
  return {
    positive,
    negative: tf.sum(tf.mul(negative, chosen), 1, true) as tf.Tensor2D,
    valid: tf.cast(tf.greater(tf.max(valid, 1, true), 0), 'float32') as tf.Tensor2D,
  };
}

/** Column of the smallest marked distance of each row, `[n]`. */
function nearest(distances: tf.Tensor, marked: tf.Tensor): tf.Tensor {
  return tf.argMin(tf.add(distances, tf.mul(tf.sub(1, marked), FAR)), 1);
}

function semiHard(positive: tf.Tensor, negative: tf.Tensor, valid: tf.Tensor): tf.Tensor {
  const farther = tf.cast(tf.greater(negative, tf.expandDims(positive, 1)), 'float32');
  const marked = tf.mul(valid, farther);
  const farthest = tf.argMax(tf.mul(negative, valid), 1);
  return tf.where(tf.greater(tf.max(marked, 1), 0), nearest(negative, marked), farthest);
}
