import { MlError } from '../errors.ts';
import { deriveSeed, type Random, seededRandom, shuffled } from '../random.ts';
import {
  drawLabels,
  drawOfGroup,
  type LabelGroup,
  labelGroups,
  labelsPerBatch,
} from './labelGroups.ts';
import type { Sampler, SamplerDefinition, SamplerSettings } from './sampler.ts';

/**
 * P labels, drawn alike, with K images of each (Hermans et al. 2017): every image has K - 1
 * positives and all images of other labels as negatives. A label of fewer images gives what it
 * has, never one twice. An epoch is as many steps as would show each image once.
 */
export const labelled: SamplerDefinition = {
  name: 'p-x-k',
  description: 'P labels with K images each (imagesPerLabel); needs labels, no triplets',
  takes: 'labels',
  create(source, settings) {
    const groups = labelGroups(source, settings);
    const labels = labelsPerBatch(settings);
    return samplerOf(groups, settings, (random) => drawLabels(random, groups, labels));
  },
};

/**
 * The same within a few categories: the labels of a step come from `categoriesPerBatch` categories
 * in equal parts, so that most negatives are of the query's own category and hard to tell apart
 * (the category balance of Open Metric Learning). A category short of labels leaves its part to
 * further ones.
 */
export const categoryBalanced: SamplerDefinition = {
  name: 'category-balanced',
  description: 'P x K within a few categories (categoriesPerBatch), which makes negatives hard',
  takes: 'labels',
  create(source, settings) {
    if (!source.categories) {
      throw new MlError(
        'LABELS_INVALID',
        'The sampler category-balanced needs categories, and the data has none.',
        { field: 'categories' },
      );
    }
    const groups = labelGroups(source, settings);
    const byCategory = [...Map.groupBy(groups, ({ category }) => category).values()];
    return samplerOf(groups, settings, (random) => drawBalanced(random, byCategory, settings));
  },
};

function drawBalanced(
  random: Random,
  byCategory: readonly LabelGroup[][],
  settings: SamplerSettings,
): LabelGroup[] {
  const labels = labelsPerBatch(settings);
  const each = Math.max(1, Math.ceil(labels / settings.categoriesPerBatch));
  const drawn: LabelGroup[] = [];
  for (const groups of shuffled(random, byCategory)) {
    if (drawn.length >= labels) break;
    drawn.push(...drawLabels(random, groups, Math.min(each, labels - drawn.length)));
  }
  return drawn;
}

function samplerOf(
  groups: readonly LabelGroup[],
  settings: SamplerSettings,
  draw: (random: Random) => LabelGroup[],
): Sampler {
  const { seed, imagesPerLabel } = settings;
  const images = groups.reduce((sum, group) => sum + group.images.length, 0);
  const perStep = labelsPerBatch(settings) * imagesPerLabel;
  return {
    stepsPerEpoch: Math.max(1, Math.floor(images / perStep)),
    sample(epoch, step) {
      const random = seededRandom(deriveSeed(seed, `sample ${epoch} ${step}`));
      const rows = draw(random).flatMap((group) => drawOfGroup(random, group, imagesPerLabel));
      return { indexes: Uint32Array.from(rows), layout: 'labels' };
    },
  };
}
