import * as tf from '@tensorflow/tfjs-core';
import { batchLoss } from '../../../packages/ml/src/losses/batchLoss.ts';
import type { LossDefinition, LossSettings } from '../../../packages/ml/src/losses/loss.ts';
import { relationsOf } from '../../../packages/ml/src/miners/relations.ts';
import { seededRandom } from '../../../packages/ml/src/random.ts';
import { type Rows, unit } from './plainLosses.ts';

/** Rows with what relates them. */
export interface Batch {
  rows: Rows;
  /** One a row; every row shows an image of its own. */
  labels?: string[];
  categories?: string[];
  layout?: 'triplets' | 'labels';
}

export const SETTINGS: LossSettings = {
  loss: 'softmax',
  mining: 'none',
  reducer: 'auto',
  distance: 'euclidean',
  fractionalP: 0.5,
  margin: 1,
  positiveMargin: 0.3,
  temperature: 0.1,
  angleDegrees: 20,
};

/** How much another label of the same category counts. */
export const SAME_CATEGORY = 0.25;

function compute(
  embeddings: tf.Tensor2D,
  settings: LossSettings,
  batch: Batch,
  loss?: LossDefinition,
) {
  const { labels, categories, layout = 'triplets', rows } = batch;
  const indexes = Uint32Array.from(rows.keys());
  const sameCategoryWeight = SAME_CATEGORY;
  const relations = relationsOf({ indexes, layout, labels, categories, sameCategoryWeight });
  return batchLoss(settings, { embeddings, relations, random: seededRandom(7) }, loss);
}

/**
 * A loss and its active share, as numbers.
 *
 * @param loss in place of the one that the settings name
 */
export function lossOf(settings: Partial<LossSettings>, batch: Batch, loss?: LossDefinition) {
  return tf.tidy(() => {
    const embeddings = tf.tensor2d(batch.rows.map((row) => [...row]));
    const output = compute(embeddings, { ...SETTINGS, ...settings }, batch, loss);
    const [value, active] = [output.loss, output.activeShare].map((t) => t.dataSync()[0]);
    return { loss: value as number, active: active as number };
  });
}

/** The gradient for every component, row by row. */
export function gradientOf(settings: Partial<LossSettings>, batch: Batch): number[] {
  return tf.tidy(() => {
    const f = (x: tf.Tensor) => compute(x as tf.Tensor2D, { ...SETTINGS, ...settings }, batch).loss;
    return [
      ...tf
        .grad(f)(tf.tensor2d(batch.rows.map((row) => [...row])))
        .dataSync(),
    ];
  });
}

/** Unit vectors. */
export function randomRows(count: number, seed: number, dimension = 5): number[][] {
  const random = seededRandom(seed);
  const rows = Array.from({ length: count }, () =>
    Array.from({ length: dimension }, () => random() - 0.5),
  );
  return unit(rows);
}
