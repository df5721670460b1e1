import { MlError } from '../errors.ts';
import { countRows, scoreRows } from './embeddingMatrix.ts';

export interface NearestNeighboursInput {
  /** Row-major `[items, dimension]` of unit norm. */
  embeddings: Float32Array;
  dimension: number;
  /** A vector of `dimension` numbers, or the index of an item (which is then left out). */
  query: Float32Array | number;
  k: number;
  /** Items to leave out. */
  exclude?: Iterable<number>;
}

export interface Neighbour {
  index: number;
  /** Inner product: the cosine, for unit vectors. */
  score: number;
}

/**
 * The k items of highest inner product, best first, ties by index; fewer only when there are fewer.
 * Exact, one pass. Throws `DIMENSION_MISMATCH` for a query of another dimension.
 */
export function nearestNeighbours(input: NearestNeighboursInput): Neighbour[] {
  const { embeddings, dimension, query, k } = input;
  const count = countRows(embeddings, dimension, 'embeddings');
  if (!Number.isInteger(k) || k < 1) {
    throw new MlError('CONFIG_INVALID', `k must be a positive whole number, not ${k}.`, { k });
  }
  const vector =
    typeof query === 'number' ? requireRow(embeddings, dimension, query, count) : query;
  if (vector.length !== dimension) {
    throw new MlError(
      'DIMENSION_MISMATCH',
      `The query has ${vector.length} numbers, the embeddings ${dimension}.`,
      { query: vector.length, dimension },
    );
  }
  countRows(vector, dimension, 'query');
  const excluded = new Set(input.exclude);
  if (typeof query === 'number') excluded.add(query);
  const scores = new Float32Array(count);
  scoreRows(embeddings, dimension, vector, scores);
  return topOf(scores, k, excluded);
}

function topOf(scores: Float32Array, k: number, excluded: ReadonlySet<number>): Neighbour[] {
  const top: Neighbour[] = [];
  for (let index = 0; index < scores.length; index++) {
    const score = scores[index] as number;
    const worst = top[k - 1];
    if ((worst && score <= worst.score) || excluded.has(index)) continue;
    let at = Math.min(top.length, k - 1);
    for (; at > 0 && (top[at - 1] as Neighbour).score < score; at--) {
      top[at] = top[at - 1] as Neighbour;
    }
    top[at] = { index, score };
  }
  return top;
}

function requireRow(embeddings: Float32Array, dimension: number, row: number, count: number) {
  if (!Number.isInteger(row) || row < 0 || row >= count) {
    throw new MlError('CONFIG_INVALID', `query: ${row} is not an item of 0..${count - 1}.`, {
      query: row,
    });
  }
  return embeddings.subarray(row * dimension, (row + 1) * dimension);
}
