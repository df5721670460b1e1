import { MlError } from '../errors.ts';
import { pickOne, type Random, shuffled } from '../random.ts';
import type { SamplerSettings, SamplerSource } from './sampler.ts';

/** A label with the images to train on, at least two of them. */
export interface LabelGroup {
  label: string;
  images: readonly number[];
  category: string | undefined;
}

/** How many labels an error names. */
const MOST_NAMED = 10;

/**
 * The images to train on, by label, in order of labels so that the same data gives the same groups.
 *
 * @throws {MlError} LABELS_INVALID where there are no labels, fewer than two, or lone ones that
 *   were not allowed for: the second image of such a label could only be the first again
 */
export function labelGroups(source: SamplerSource, settings: SamplerSettings): LabelGroup[] {
  const { labels, categories } = source;
  if (!labels) {
    throw invalid(`The sampler ${settings.sampler} needs labels, and the data has none.`, {});
  }
  const byLabel = Map.groupBy(imagesToTrain(source), (image) => labels[image] as string);
  const all = [...byLabel]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([label, images]) => ({ label, images, category: categories?.[images[0] as number] }));
  const lone = all.filter(({ images }) => images.length < 2).map(({ label }) => label);
  if (lone.length > 0 && settings.loneLabels === 'refuse') throw loneLabels(lone, settings);
  const groups = all.filter(({ images }) => images.length >= 2);
  if (groups.length >= 2) return groups;
  throw invalid(
    `The sampler ${settings.sampler} needs at least two labels of two or more images; ` +
      `there are ${groups.length}.`,
    { labels: groups.map(({ label }) => label) },
  );
}

/** Every image that a sampler of labels may show, once, in order. */
export function imagesToTrain({ train, trainImages }: SamplerSource): Uint32Array {
  return Uint32Array.from(new Set(trainImages ?? train)).sort();
}

/** Up to `count` of a label's images, none twice. */
export function drawOfGroup(random: Random, group: LabelGroup, count: number): number[] {
  if (count >= group.images.length) return [...group.images];
  // A few out of many: drawing again what was drawn is faster than shuffling all.
  const drawn = new Set<number>();
  while (drawn.size < count) drawn.add(pickOne(random, group.images) as number);
  return [...drawn];
}

/** Up to `count` labels, none twice. */
export function drawLabels(random: Random, groups: readonly LabelGroup[], count: number) {
  return shuffled(random, groups).slice(0, count);
}

/** P: how many labels fill the images of a step. @throws {MlError} CONFIG_INVALID */
export function labelsPerBatch({ batchSize, imagesPerLabel }: SamplerSettings): number {
  const labels = Math.floor((3 * batchSize) / imagesPerLabel);
  if (labels >= 2) return labels;
  throw new MlError(
    'CONFIG_INVALID',
    `imagesPerLabel of ${imagesPerLabel} leaves room for ${labels} labels in a step of ` +
      `3 x batchSize = ${3 * batchSize} images, and at least 2 are compared.`,
    { field: 'imagesPerLabel' },
  );
}

function loneLabels(lone: readonly string[], { sampler }: SamplerSettings): MlError {
  const more = lone.length > MOST_NAMED ? ` and ${lone.length - MOST_NAMED} more` : '';
  const named = lone.slice(0, MOST_NAMED).join(', ');
  return invalid(
    `The sampler ${sampler} pairs images of one label, and these labels have a single image: ` +
      `${named}${more}. Give them another, or set loneLabels to leave-out.`,
    { labels: lone },
  );
}

function invalid(message: string, details: Record<string, unknown>): MlError {
  return new MlError('LABELS_INVALID', message, { field: 'labels', ...details });
}
