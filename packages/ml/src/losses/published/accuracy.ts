import { MlError } from '../../errors.ts';
import { clippedValue, KERAS_EPSILON } from './clipped.ts';

/** Matching rows of query, positive and negative embeddings, one after the other. */
export interface TripletRows {
  query: Float32Array;
  positive: Float32Array;
  negative: Float32Array;
  dimension: number;
}

/**
 * Triplet accuracy as published: the share, in percent, of triplets with Dqn > Dqp (strictly), on
 * embeddings clipped as in the losses, so that negative components count as none. For comparison
 * with published figures; `tripletAccuracy` is what serving does.
 *
 * @param epsilon components are clipped to [epsilon, 1 - epsilon]
 * @throws {MlError} TRIPLETS_EMPTY, DIMENSION_MISMATCH
 */
export function publishedTripletAccuracy(rows: TripletRows, epsilon = KERAS_EPSILON): number {
  const { query, positive, negative, dimension } = rows;
  const triplets = query.length / dimension;
  if (triplets === 0) throw new MlError('TRIPLETS_EMPTY', 'There is no triplet to judge.');
  if (!Number.isInteger(triplets) || [positive, negative].some((m) => m.length !== query.length)) {
    throw new MlError('DIMENSION_MISMATCH', 'Query, positive and negative rows do not match.', {
      dimension,
    });
  }
  let right = 0;
  for (let at = 0; at < query.length; at += dimension) {
    let toPositive = 0;
    let toNegative = 0;
    for (let i = at; i < at + dimension; i++) {
      const q = clippedValue(query[i] as number, epsilon);
      toPositive += (q - clippedValue(positive[i] as number, epsilon)) ** 2;
      toNegative += (q - clippedValue(negative[i] as number, epsilon)) ** 2;
    }
    if (toNegative > toPositive) right++;
  }
  return (100 * right) / triplets;
}
