import * as tf from '@tensorflow/tfjs-core';
import { withoutGradient } from '../backend/withoutGradient.ts';
import type { Distance } from '../distances/distance.ts';
import type { Random } from '../random.ts';
import type { Miner } from './miner.ts';
import { farthest, nearest } from './nearest.ts';
import type { BatchRelations, LabelRelations, RowPairs } from './relations.ts';
import { selectRows } from './selectRows.ts';

/** Embeddings that a loss compares: t pairs of an anchor and a positive, and their negatives. */
export interface Comparisons {
  /** `[t, dim]` */
  anchor: tf.Tensor2D;
  /** `[t, dim]` */
  positive: tf.Tensor2D;
  /** `[t, dim]`, one negative a pair; or `[m, dim]`, candidates that all pairs share. */
  negatives: tf.Tensor2D;
  /** Where they are shared, the row among them of each anchor; absent otherwise. */
  rows?: Int32Array;
  /** How much each counts, 0 to 1, no gradient: `[t, 1]`, or `[t, m]` where they are shared. */
  valid: tf.Tensor2D;
}

export interface MiningInput {
  /** `[rows, dim]` */
  embeddings: tf.Tensor2D;
  relations: BatchRelations;
  distance: Distance;
  random: Random;
}

/**
 * What is compared in a batch. Without labels, or with the miner `none`, the triplets as given.
 * The choice passes no gradient, the chosen embeddings do.
 */
export function mine(miner: Miner, input: MiningInput): Comparisons {
  const { embeddings, relations, distance } = input;
  const { byLabel } = relations;
  if (miner.name === 'none' || !byLabel) return givenTriplets(embeddings);
  return tf.tidy(() => {
    const { anchor, positive, rows } = pairs(miner, input, byLabel);
    const differing = tf.tensor2d(byLabel.differing, [relations.rows, relations.rows]);
    const valid = selectRows(differing, rows);
    if (!miner.choose) {
      return { anchor, positive, negatives: embeddings, rows, valid };
    }
    const chosen = choose(miner.choose, { ...input, anchor, positive, rows, valid, distance });
    return {
      anchor,
      positive,
      negatives: tf.matMul(chosen, embeddings) as tf.Tensor2D,
      valid: tf.cast(tf.greater(tf.max(valid, 1, true), 0), 'float32') as tf.Tensor2D,
    };
  });
}

function givenTriplets(embeddings: tf.Tensor2D): Comparisons {
  const [anchor, positive, negatives] = tf.split(embeddings, 3, 0) as [
    tf.Tensor2D,
    tf.Tensor2D,
    tf.Tensor2D,
  ];
  const valid = tf.ones([anchor.shape[0], 1]) as tf.Tensor2D;
  return { anchor, positive, negatives, valid };
}

interface Pairs {
  anchor: tf.Tensor2D;
  positive: tf.Tensor2D;
  /** The row of each anchor. */
  rows: Int32Array;
}

function pairs(miner: Miner, input: MiningInput, byLabel: LabelRelations): Pairs {
  const { embeddings, relations } = input;
  if (miner.positives === 'given') return selectPairs(embeddings, relations.given);
  const { anchors, same } = byLabel;
  const anchor = selectRows(embeddings, anchors);
  const pick = miner.positives === 'nearest' ? nearest : farthest;
  const chosen = withoutGradient([anchor, embeddings], (a, all) => {
    const mask = tf.cast(tf.tensor2d(same, [relations.rows, relations.rows], 'int32'), 'float32');
    const distances = input.distance.matrix(a as tf.Tensor2D, all as tf.Tensor2D);
    return oneHot(pick(distances, selectRows(mask as tf.Tensor2D, anchors)), relations.rows);
  });
  return { anchor, positive: tf.matMul(chosen, embeddings) as tf.Tensor2D, rows: anchors };
}

function selectPairs(embeddings: tf.Tensor2D, { anchors, positives }: RowPairs): Pairs {
  return {
    anchor: selectRows(embeddings, anchors),
    positive: selectRows(embeddings, positives),
    rows: anchors,
  };
}

type ChooseInput = MiningInput & Pairs & { valid: tf.Tensor2D };

/**
 * Distances of anchors, which are the given rows of `all`, to all, `[t, m]`. Where rows come up
 * more than once, as pairs of labels do, each is compared once.
 */
export function distancesToAll(
  distance: Distance,
  { anchor, all, rows }: { anchor: tf.Tensor2D; all: tf.Tensor2D; rows: Int32Array },
): tf.Tensor2D {
  if (rows.length <= all.shape[0]) return distance.matrix(anchor, all);
  return tf.tidy(() => selectRows(distance.matrix(all, all), rows));
}

/** One-hot rows of the negatives that a miner keeps, `[t, m]`. */
function choose(rule: NonNullable<Miner['choose']>, input: ChooseInput): tf.Tensor2D {
  const { embeddings, anchor, positive, distance, random, valid } = input;
  const similarity = (value: tf.Tensor) => distance.similarity(value);
  const [rows, dimension] = embeddings.shape;
  return withoutGradient([anchor, positive, embeddings], (...tensors) => {
    const [a, p, all] = tensors as [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D];
    const toPositive = distance.rows(a, p);
    const toAll = distancesToAll(distance, { anchor: a, all, rows: input.rows });
    const columns = rule({
      positive: toPositive,
      negative: toAll,
      valid,
      similarity,
      dimension,
      random,
    });
    return oneHot(columns, rows);
  }) as tf.Tensor2D;
}

function oneHot(columns: tf.Tensor1D, depth: number): tf.Tensor2D {
  return tf.cast(tf.oneHot(columns, depth), 'float32') as tf.Tensor2D;
}
