import * as tf from '@tensorflow/tfjs-core';
import { requireDistance } from '../distances/registry.ts';
import { type Comparisons, distancesToAll, type MiningInput, mine } from '../miners/mine.ts';
import type { Miner } from '../miners/miner.ts';
import { requireMiner } from '../miners/registry.ts';
import type { BatchRelations } from '../miners/relations.ts';
import { selectRows } from '../miners/selectRows.ts';
import type { Random } from '../random.ts';
import type { Reduce, ReducerName } from '../reducers/reducer.ts';
import { requireReducer } from '../reducers/registry.ts';
import type {
  GeometricLoss,
  GivenTriplets,
  LossDefinition,
  LossOutput,
  LossSettings,
  PairSimilarities,
  TripletDistances,
  TripletLoss,
} from './loss.ts';
import { noLoss } from './noLoss.ts';
import { requireLoss } from './registry.ts';

export interface EmbeddedBatch {
  /** `[rows, dim]` */
  embeddings: tf.Tensor2D;
  relations: BatchRelations;
  /** For miners that draw. */
  random: Random;
  /** Of a loss that owns proxies: they, `[classes, dim]`, and the class of each row. */
  proxies?: { vectors: tf.Tensor2D; classes: Int32Array };
}

/**
 * The loss of one batch: miner, then distance, then loss, then reducer. Pure; leaves no tensor but
 * its own.
 *
 * @param loss in place of the one that the settings name, such as one with other constants
 */
export function batchLoss(
  settings: LossSettings,
  batch: EmbeddedBatch,
  loss: LossDefinition = requireLoss(settings.loss),
): LossOutput {
  const miner = requireMiner(settings.mining);
  const distance = requireDistance(settings);
  const input: MiningInput = { ...batch, distance };
  const { embeddings, proxies } = batch;
  return tf.tidy(() => {
    if (!comparable(loss, miner, batch.relations)) return noLoss(embeddings);
    switch (loss.compares) {
      case 'triplets':
        return loss.compute(givenTriplets(embeddings));
      case 'proxies': {
        if (!proxies) throw new Error(`The loss ${loss.name} was given no proxies.`);
        const { vectors, classes } = proxies;
        const reduce = reduceOf(settings, loss.reducer);
        return loss.compute({ embeddings, proxies: vectors, classes }, settings, reduce);
      }
      case 'embeddings': {
        const mined = mine(miner, input);
        return loss.compute(mined, settings, reduceOf(settings, ownReducer(loss, mined)));
      }
      case 'distances': {
        const mined = mine(miner, input);
        const reduce = reduceOf(settings, ownReducer(loss, mined));
        return loss.compute(tripletDistances(mined, input), settings, reduce);
      }
      case 'pairs': {
        const reduce = reduceOf(settings, loss.reducer);
        return loss.compute(pairSimilarities(miner, input), settings, reduce);
      }
      default:
        throw new Error(`Unknown kind of loss ${JSON.stringify(loss satisfies never)}`);
    }
  });
}

/** Where each pair was given one negative, all pairs count; of many negatives most are solved. */
function ownReducer({ reducer }: TripletLoss | GeometricLoss, { rows }: Comparisons): ReducerName {
  return rows ? reducer : 'mean';
}

function reduceOf({ reducer }: LossSettings, own: ReducerName): Reduce {
  return requireReducer(reducer === 'auto' ? own : reducer).reduce;
}

/** Whether a batch has any pair to compare; labels may leave it none. */
function comparable(loss: LossDefinition, miner: Miner, relations: BatchRelations): boolean {
  const { byLabel, given } = relations;
  if (loss.compares === 'triplets' || loss.compares === 'proxies') return true;
  if (miner.name === 'none' || !byLabel) return given.anchors.length > 0;
  const all = miner.positives !== 'given' || (loss.compares === 'pairs' && miner.name === 'all');
  return (all ? byLabel.anchors : given.anchors).length > 0;
}

function givenTriplets(embeddings: tf.Tensor2D): GivenTriplets {
  const parts = tf.split(embeddings, 3, 0) as [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D];
  return { query: parts[0], positive: parts[1], negative: parts[2] };
}

function tripletDistances(given: Comparisons, { distance }: MiningInput): TripletDistances {
  const { anchor, positive, negatives, rows, valid } = given;
  const negative = rows
    ? distancesToAll(distance, { anchor, all: negatives, rows })
    : (tf.expandDims(distance.rows(anchor, negatives), 1) as tf.Tensor2D);
  return { positive: distance.rows(anchor, positive), negative, valid, distance };
}

/** All pairs of a labelled batch where no miner narrows them, else those that the miner keeps. */
function pairSimilarities(miner: Miner, input: MiningInput): PairSimilarities {
  const { embeddings, relations, distance } = input;
  const { byLabel, rows } = relations;
  if (miner.name !== 'all' || !byLabel) {
    const found = tripletDistances(mine(miner, input), input);
    const positive = tf.expandDims(distance.similarity(found.positive), 1) as tf.Tensor2D;
    return {
      positive,
      isPositive: tf.onesLike(positive) as tf.Tensor2D,
      negative: distance.similarity(found.negative) as tf.Tensor2D,
      valid: found.valid,
    };
  }
  const { anchors, same, differing } = byLabel;
  const all = distance.matrix(selectRows(embeddings, anchors), embeddings);
  const similarities = distance.similarity(all) as tf.Tensor2D;
  const mask = tf.cast(tf.tensor2d(same, [rows, rows], 'int32'), 'float32') as tf.Tensor2D;
  return {
    positive: similarities,
    isPositive: selectRows(mask, anchors),
    negative: similarities,
    valid: selectRows(tf.tensor2d(differing, [rows, rows]), anchors),
  };
}
