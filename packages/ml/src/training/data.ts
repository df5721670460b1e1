import { MlError } from '../errors.ts';
import type { ImageSource } from '../images/imageSource.ts';

/** Products that no training triplet shows, for retrieval metrics. */
export interface HeldOutImages {
  imageIndexes: Uint32Array;
  /** What makes two images a match, one label an image. */
  labels: readonly string[];
  /** Product ids: photos of the query's own product are neither answers nor counted. */
  groups?: readonly string[];
}

export interface TrainingData {
  images: ImageSource;
  /** Three image indexes a triplet: query, positive, negative. */
  train: Uint32Array;
  val: Uint32Array;
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
  /** Identifies the data; a checkpoint of other data is not resumed. */
  fingerprint: string;
}

/** Refuses data that cannot be trained on. @throws {MlError} TRIPLETS_EMPTY, TRIPLETS_INVALID */
export function requireTrainable(data: TrainingData, inputSize: number): void {
  const { images, train, val, labels, categories, heldOut } = data;
  if (train.length === 0) throw new MlError('TRIPLETS_EMPTY', 'There is no training triplet.');
  if (val.length === 0) throw new MlError('TRIPLETS_EMPTY', 'There is no validation triplet.');
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
  if (!heldOut) return;
  const { imageIndexes } = heldOut;
  if (heldOut.labels.length !== imageIndexes.length) {
    invalid('heldOut.labels and heldOut.imageIndexes differ in length', 'heldOut');
  }
  requireIndexes(imageIndexes, 'heldOut', images.count);
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
