import { MlError } from '../errors.ts';

/**
 * Checks that `embeddings` holds whole rows of `dimension` finite numbers and returns how many.
 * Throws `DIMENSION_MISMATCH` for a length that does not divide, `EMBEDDINGS_COLLAPSED` for a row
 * with NaN or infinity (it would rank arbitrarily, and look like a result).
 */
export function countRows(embeddings: Float32Array, dimension: number, name: string): number {
  if (!Number.isInteger(dimension) || dimension < 1) {
    throw new MlError('DIMENSION_MISMATCH', `dimension must be a positive whole number.`, {
      dimension,
    });
  }
  if (embeddings.length % dimension !== 0) {
    throw new MlError(
      'DIMENSION_MISMATCH',
      `${name} holds ${embeddings.length} numbers, which is not a whole number of ${dimension}-dimensional rows.`,
      { name, length: embeddings.length, dimension },
    );
  }
  for (let i = 0; i < embeddings.length; i++) {
    if (Number.isFinite(embeddings[i])) continue;
    const row = Math.floor(i / dimension);
    throw new MlError('EMBEDDINGS_COLLAPSED', `Row ${row} of ${name} is not finite.`, {
      name,
      row,
    });
  }
  return embeddings.length / dimension;
}

/** Inner products of row `query` with every row, written to `scores` (`[rows]`). */
export function scoreRows(
  embeddings: Float32Array,
  dimension: number,
  query: Float32Array,
  scores: Float32Array,
): void {
  for (let row = 0, at = 0; row < scores.length; row++) {
    let a = 0;
    let b = 0;
    let c = 0;
    let d = 0;
    let j = 0;
    // Four independent sums keep the processor's pipeline full; one sum would wait on itself.
    for (; j + 3 < dimension; j += 4, at += 4) {
      a += (embeddings[at] as number) * (query[j] as number);
      b += (embeddings[at + 1] as number) * (query[j + 1] as number);
      c += (embeddings[at + 2] as number) * (query[j + 2] as number);
      d += (embeddings[at + 3] as number) * (query[j + 3] as number);
    }
    for (; j < dimension; j++, at++) a += (embeddings[at] as number) * (query[j] as number);
    scores[row] = a + b + c + d;
  }
}

/**
 * Inner products of four queries with every row at once (`scores[q]` is `[rows]`): each row is
 * read from memory once instead of four times.
 */
export function scoreRowsByFour(
  embeddings: Float32Array,
  dimension: number,
  queries: readonly [Float32Array, Float32Array, Float32Array, Float32Array],
  scores: readonly [Float32Array, Float32Array, Float32Array, Float32Array],
): void {
  const [q0, q1, q2, q3] = queries;
  const [s0, s1, s2, s3] = scores;
  const rows = s0.length;
  for (let row = 0, at = 0; row < rows; row++) {
    let a = 0;
    let b = 0;
    let c = 0;
    let d = 0;
    for (let j = 0; j < dimension; j++, at++) {
      const value = embeddings[at] as number;
      a += value * (q0[j] as number);
      b += value * (q1[j] as number);
      c += value * (q2[j] as number);
      d += value * (q3[j] as number);
    }
    s0[row] = a;
    s1[row] = b;
    s2[row] = c;
    s3[row] = d;
  }
}
