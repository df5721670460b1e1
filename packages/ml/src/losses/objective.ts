import * as tf from '@tensorflow/tfjs-core';
import { MlError } from '../errors.ts';
import { relationsOf } from '../miners/relations.ts';
import { deriveSeed, type Random, seededRandom } from '../random.ts';
import type { SampledRows } from '../samplers/sampler.ts';
import { batchLoss } from './batchLoss.ts';
import type { LossOutput, LossSettings } from './loss.ts';
import { requireLoss } from './registry.ts';

export interface ObjectiveSettings extends LossSettings {
  /** How much another label of the same category counts as a negative, 0 to 1. */
  sameCategoryWeight: number;
  seed: number;
}

export interface ObjectiveSource {
  /** Every image that a step may show; one may come up more than once. */
  images: Uint32Array;
  /** One label an image of the data. */
  labels?: readonly string[];
  categories?: readonly string[];
}

/** What training makes smaller: a loss bound to its settings and data. */
export interface Objective {
  /** What the loss itself learns, beside the model's weights; most losses learn nothing. */
  variables: tf.Variable[];
  /** The loss of a step (from 1) for its rows' embeddings `[rows, dim]`. Pure; wrap in `tidy`. */
  compute(embeddings: tf.Tensor2D, rows: SampledRows, step: number): LossOutput;
  dispose(): void;
}

/**
 * @param dimension length of an embedding
 * @throws {MlError} CONFIG_INVALID; LABELS_INVALID for a loss that needs labels, without them
 */
export function openObjective(
  settings: ObjectiveSettings,
  source: ObjectiveSource,
  dimension: number,
): Objective {
  const { labels, categories } = source;
  const { sameCategoryWeight, seed } = settings;
  const proxies =
    requireLoss(settings.loss).compares === 'proxies'
      ? openProxies(settings, source, dimension)
      : undefined;
  return {
    variables: proxies ? [proxies.vectors] : [],
    compute(embeddings, { indexes, layout }, step) {
      const relations = relationsOf({ indexes, layout, labels, categories, sameCategoryWeight });
      return batchLoss(settings, {
        embeddings,
        relations,
        random: seededRandom(deriveSeed(seed, `mining ${step}`)),
        ...(proxies && {
          proxies: { vectors: proxies.vectors as tf.Tensor2D, classes: proxies.classesOf(indexes) },
        }),
      });
    },
    dispose: () => proxies?.vectors.dispose(),
  };
}

/** One trainable vector a label, at first a random direction of length 1. */
function openProxies(settings: ObjectiveSettings, source: ObjectiveSource, dimension: number) {
  const { labels } = source;
  if (!labels) {
    throw new MlError(
      'LABELS_INVALID',
      `The loss ${settings.loss} needs labels, and the data has none.`,
      { field: 'labels' },
    );
  }
  const names = [...new Set(Array.from(source.images, (image) => labels[image] as string))].sort();
  const classOf = new Map(names.map((name, i) => [name, i]));
  const random = seededRandom(deriveSeed(settings.seed, 'proxies'));
  const values = names.flatMap(() => randomDirection(random, dimension));
  const vectors = tf.tidy(() => tf.variable(tf.tensor2d(values, [names.length, dimension])));
  const classesOf = (indexes: Uint32Array) =>
    Int32Array.from(indexes, (image) => classOf.get(labels[image] as string) as number);
  return { vectors, classesOf };
}

/** Uniform on the unit sphere: normal numbers (Box and Muller), divided by their length. */
function randomDirection(random: Random, dimension: number): number[] {
  const normal = Array.from({ length: dimension }, () => {
    const radius = Math.sqrt(-2 * Math.log(1 - random()));
    return radius * Math.cos(2 * Math.PI * random());
  });
  const length = Math.hypot(...normal);
  return normal.map((value) => value / length);
}
