import * as tf from '@tensorflow/tfjs-core';
import { MlError } from '../errors.ts';
import { relationsOf } from '../miners/relations.ts';
import { deriveSeed, seededRandom } from '../random.ts';
import type { SampledRows } from '../samplers/sampler.ts';
import { batchLoss } from './batchLoss.ts';
import { type Facet, openFacets } from './facets.ts';
import type { LossOutput, LossSettings } from './loss.ts';
import { randomDirections } from './randomDirections.ts';
import { requireLoss } from './registry.ts';

export interface ObjectiveSettings extends LossSettings {
  /** How much another label of the same category counts as a negative, 0 to 1. */
  sameCategoryWeight: number;
  /** How much telling the facets apart counts beside the loss; 0 for not at all. */
  facetWeight: number;
  seed: number;
}

export interface ObjectiveSource {
  /** Every image that a step may show; one may come up more than once. */
  images: Uint32Array;
  /** One label an image of the data. */
  labels?: readonly string[];
  categories?: readonly string[];
  facets?: readonly Facet[];
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
  const { sameCategoryWeight, facetWeight, seed } = settings;
  const proxies =
    requireLoss(settings.loss).compares === 'proxies'
      ? openProxies(settings, source, dimension)
      : undefined;
  const facets =
    facetWeight > 0 && source.facets
      ? openFacets(source.facets, source.images, dimension, seed)
      : undefined;
  const variables = [...(proxies ? [proxies.vectors] : []), ...(facets?.variables ?? [])];
  return {
    variables,
    compute(embeddings, { indexes, layout }, step) {
      const relations = relationsOf({ indexes, layout, labels, categories, sameCategoryWeight });
      const output = batchLoss(settings, {
        embeddings,
        relations,
        random: seededRandom(deriveSeed(seed, `mining ${step}`)),
        ...(proxies && {
          proxies: { vectors: proxies.vectors as tf.Tensor2D, classes: proxies.classesOf(indexes) },
        }),
      });
      if (!facets) return output;
      const loss = tf.add(output.loss, tf.mul(facetWeight, facets.compute(embeddings, indexes)));
      return { ...output, loss: loss as tf.Scalar };
    },
    dispose: () => tf.dispose(variables),
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
  const vectors = randomDirections(random, names.length, dimension);
  const classesOf = (indexes: Uint32Array) =>
    Int32Array.from(indexes, (image) => classOf.get(labels[image] as string) as number);
  return { vectors, classesOf };
}
