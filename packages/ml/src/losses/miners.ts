import * as tf from '@tensorflow/tfjs-core';
import type { LossInput } from './loss.ts';

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
 * Choosing is by comparison, which passes no gradient; the chosen distance does.
 */
export function mine(name: MiningName, input: LossInput): LossInput {
  switch (name) {
    case 'none':
    case 'all':
      return input;
    case 'hardest':
      return tf.tidy(() => keepOne(input, nearest(input.negative, input.valid)));
    case 'semi-hard':
      return tf.tidy(() => keepOne(input, semiHard(input)));
    default:
      throw new Error(`Unknown mining ${name satisfies never}`);
  }
}

function keepOne(input: LossInput, negative: tf.Tensor): LossInput {
  return {
    positive: input.positive,
    negative: negative as tf.Tensor2D,
    valid: tf.max(input.valid, 1, true) as tf.Tensor2D,
  };
}

/** Smallest of the marked distances of each row, `[n, 1]`; FAR or more when none is marked. */
function nearest(distances: tf.Tensor, marked: tf.Tensor): tf.Tensor {
  return tf.min(tf.add(distances, tf.mul(tf.sub(1, marked), FAR)), 1, true);
}

function semiHard({ positive, negative, valid }: LossInput): tf.Tensor {
  const farther = tf.cast(tf.greater(negative, tf.expandDims(positive, 1)), 'float32');
  const marked = tf.mul(valid, farther);
  const chosen = nearest(negative, marked);
  const farthest = tf.max(tf.mul(negative, valid), 1, true);
  const any = tf.max(marked, 1, true);
  return tf.where(tf.greater(any, 0), chosen, farthest);
}
