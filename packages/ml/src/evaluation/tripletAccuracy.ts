import { MlError } from '../errors.ts';
import { countRows } from './embeddingMatrix.ts';

export interface TripletAccuracyInput {
  /** Row-major `[count, dimension]`, row i of all three being one triplet. */
  query: Float32Array;
  positive: Float32Array;
  negative: Float32Array;
  dimension: number;
}

export interface TripletAccuracy {
  /** Share in 0..1 of triplets whose positive is strictly nearer than the negative. */
  accuracy: number;
  count: number;
  /** Mean of d(q, n) - d(q, p), Euclidean; positive is good. */
  meanMargin: number;
}

/**
 * Triplet accuracy in Euclidean distance (the published metric of MILDNet). A tie counts as wrong,
 * so a collapsed model scores 0, not 1. Throws `DIMENSION_MISMATCH` when the three arrays differ
 * in shape and `TRIPLETS_EMPTY` when there is no triplet.
 */
export function tripletAccuracy(input: TripletAccuracyInput): TripletAccuracy {
  const { query, positive, negative, dimension } = input;
  const count = countRows(query, dimension, 'query');
  const positives = countRows(positive, dimension, 'positive');
  const negatives = countRows(negative, dimension, 'negative');
  if (positives !== count || negatives !== count) {
    throw new MlError(
      'DIMENSION_MISMATCH',
      `A triplet needs one row of each: got ${count} queries, ${positives} positives and ${negatives} negatives.`,
      { queries: count, positives, negatives },
    );
  }
  if (count === 0) throw new MlError('TRIPLETS_EMPTY', 'There are no triplets to measure.');
  let right = 0;
  let margin = 0;
  for (let row = 0; row < count; row++) {
    const toPositive = distance(query, positive, row * dimension, dimension);
    const toNegative = distance(query, negative, row * dimension, dimension);
    if (toPositive < toNegative) right++;
    margin += toNegative - toPositive;
  }
  return { accuracy: right / count, count, meanMargin: margin / count };
}

function distance(a: Float32Array, b: Float32Array, from: number, dimension: number): number {
  let sum = 0;
  for (let i = from; i < from + dimension; i++) {
    const difference = (a[i] as number) - (b[i] as number);
    sum += difference * difference;
  }
  return Math.sqrt(sum);
}
