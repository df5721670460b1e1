import { MlError } from '../errors.ts';
import type { ImageSource } from '../images/imageSource.ts';
import type { Facet } from '../losses/facets.ts';
import type { SampledRows } from '../samplers/sampler.ts';

/** Products that training never shows, for retrieval metrics. An image of both is refused. */
export interface HeldOutImages {
  imageIndexes: Uint32Array;
  /** What makes two images a match, one label an image. */
  labels: readonly string[];
  /** Names of what the labels are made of, e.g. category and colour; they name the metrics. */
  labelSet?: readonly string[];
  /** Product ids: photos of the query's own product are neither answers nor counted. */
  groups?: readonly string[];
}

export interface TrainingData {
  images: ImageSource;
  /** Three image indexes a triplet: query, positive, negative; may be empty where labels do. */
  train: Uint32Array;
  val: Uint32Array;
  /** Images that samplers of labels draw from; those of the training triplets where absent. */
  trainImages?: Uint32Array;
  heldOut?: HeldOutImages;
  /**
   * One label an image of `images`: equal for images that count as similar. With it, mining
   * takes negatives from the whole batch.
   */
  labels?: readonly string[];
  /**
   * One broader label an image, e.g. its product's category. With it, mined negatives of the
   * query's own category count less, so that a red shirt stays nearer to a blue one than to a bag.
   */
  categories?: readonly string[];
  /**
   * What is known of each image of `images`, sorted in several ways: by category first, then by
   * each attribute that makes products look alike, such as colour.
   */
  facets?: readonly Facet[];
  /** Identifies pictures and triplets; a checkpoint of other data, or other labels, is not resumed. */
  fingerprint: string;
}

/**
 * Refuses data that cannot be trained on.
 *
 * @param takes what the sampler takes: with labels, training needs no triplets
 * @throws {MlError} TRIPLETS_EMPTY, TRIPLETS_INVALID, DIMENSION_MISMATCH
 */
export function requireTrainable(
  data: TrainingData,
  inputSize: number,
  takes: SampledRows['layout'],
): void {
  const { images, train, val, trainImages, labels, categories, facets, heldOut } = data;
  requireSomething(data, takes);
  requireTriplets(train, 'train', images.count);
  requireTriplets(val, 'val', images.count);
  if (images.size !== inputSize) {
    throw new MlError(
      'DIMENSION_MISMATCH',
      `The model takes images of ${inputSize} pixels, these are ${images.size}.`,
      { expected: inputSize, actual: images.size },
    );
  }
  if (labels && labels.length !== images.count) {
    invalid(`labels has ${labels.length} entries for ${images.count} images`, 'labels');
  }
  if (categories && categories.length !== images.count) {
    invalid(`categories has ${categories.length} entries for ${images.count} images`, 'categories');
  }
  if (trainImages) requireIndexes(trainImages, 'trainImages', images.count);
  const short = facets?.find((facet) => facet.length !== images.count);
  if (short) invalid(`a facet has ${short.length} entries for ${images.count} images`, 'facets');
  if (!heldOut) return;
  const { imageIndexes } = heldOut;
  if (heldOut.labels.length !== imageIndexes.length) {
    invalid('heldOut.labels and heldOut.imageIndexes differ in length', 'heldOut');
  }
  requireIndexes(imageIndexes, 'heldOut', images.count);
  requireUnseen(imageIndexes, takes === 'labels' && trainImages ? trainImages : train);
}

/** Figures on images that were trained on would flatter. */
function requireUnseen(heldOut: Uint32Array, trained: Uint32Array): void {
  const seen = new Set(trained);
  const shared = heldOut.find((image) => seen.has(image));
  if (shared !== undefined) {
    invalid(`image ${shared} is held out and trained on; take it out of one`, 'heldOut');
  }
}

function requireSomething(data: TrainingData, takes: SampledRows['layout']): void {
  const { train, val, trainImages, heldOut } = data;
  const toLearn = takes === 'labels' ? (trainImages ?? train) : train;
  if (toLearn.length === 0) {
    const what = takes === 'labels' ? 'image to train on' : 'training triplet';
    throw new MlError('TRIPLETS_EMPTY', `There is no ${what}.`);
  }
  if (val.length > 0 || (takes === 'labels' && heldOut && hasMatches(heldOut.labels))) return;
  throw new MlError('TRIPLETS_EMPTY', 'There is no validation triplet.');
}

/** Whether two images share a label, so that there is something to retrieve. */
export function hasMatches(labels: readonly string[]): boolean {
  return new Set(labels).size < labels.length;
}

function requireTriplets(triplets: Uint32Array, name: string, images: number): void {
  if (triplets.length % 3 !== 0) invalid(`${name} is not a whole number of triplets`, name);
  requireIndexes(triplets, name, images);
  for (let i = 0; i < triplets.length; i += 3) {
    const [query, positive, negative] = triplets.subarray(i, i + 3);
    if (query === positive || query === negative || positive === negative) {
      invalid(`${name} triplet ${i / 3} shows one image twice`, name);
    }
  }
}

function requireIndexes(indexes: Uint32Array, name: string, images: number): void {
  const bad = indexes.findIndex((index) => index >= images);
  if (bad >= 0) invalid(`${name} entry ${bad} is image ${indexes[bad]} of ${images}`, name);
}

function invalid(what: string, field: string): never {
  throw new MlError('TRIPLETS_INVALID', `The training data is wrong: ${what}.`, { field });
}
