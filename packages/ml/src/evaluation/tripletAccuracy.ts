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
  const rows = Array.from({ length: count }, (_, row) => row);
  const to = (other: Float32Array) =>
    Float64Array.from(rows, (row) => rowDistance(query, row, other, row, dimension));
  return scoreTriplets(to(positive), to(negative), rows);
}

/**
 * The scores of the triplets `of`, given the distances of every query to its positive and to its
 * negative. Throws `TRIPLETS_EMPTY` when there is none.
 */
export function scoreTriplets(
  toPositive: ArrayLike<number>,
  toNegative: ArrayLike<number>,
  of: readonly number[],
): TripletAccuracy {
  if (of.length === 0) throw new MlError('TRIPLETS_EMPTY', 'There are no triplets to measure.');
  let right = 0;
  let margin = 0;
  for (const i of of) {
    const [near, far] = [toPositive[i] as number, toNegative[i] as number];
    if (near < far) right++;
    margin += far - near;
  }
  return { accuracy: right / of.length, count: of.length, meanMargin: margin / of.length };
}

/** Euclidean distance of row i of a to row j of b. */
export function rowDistance(
  a: Float32Array,
  i: number,
  b: Float32Array,
  j: number,
  dimension: number,
): number {
  let sum = 0;
  for (let k = 0; k < dimension; k++) {
    sum += ((a[i * dimension + k] as number) - (b[j * dimension + k] as number)) ** 2;
  }
  return Math.sqrt(sum);
}
