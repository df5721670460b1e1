import { createHash } from 'node:crypto';
import type { TrainingData } from './data.ts';

/**
 * Names all that is said of the images, apart from which they are: the same hash means the same
 * labels, categories and facets, the same images to draw from and the same held-out ones.
 */
export function labelsFingerprint(data: TrainingData): string {
  const { labels, categories, facets, trainImages, heldOut } = data;
  const of = heldOut && { ...heldOut, imageIndexes: Array.from(heldOut.imageIndexes) };
  const said = { labels, categories, facets, trainImages: trainImages && Array.from(trainImages) };
  return createHash('sha256')
    .update(JSON.stringify([said, of ?? null]))
    .digest('hex');
}
