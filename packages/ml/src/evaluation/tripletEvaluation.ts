import { MlError } from '../errors.ts';
import { countRows } from './embeddingMatrix.ts';
import { type Roc, rocOfDistances } from './roc.ts';
import { rowDistance, scoreTriplets, type TripletAccuracy } from './tripletAccuracy.ts';

export interface TripletEvaluation extends TripletAccuracy {
  perQueryKind: Record<string, TripletAccuracy>;
  perNegativeKind: Record<string, TripletAccuracy>;
  /** Of d(q, p) against d(q, n). */
  roc: Roc;
}

export interface TripletEvaluationInput {
  /** Row-major `[rows, dimension]`. */
  embeddings: Float32Array;
  dimension: number;
  /** Three rows of `embeddings` a triplet: query, positive, negative. */
  triplets: Uint32Array;
  /** One word a triplet, e.g. WILD or CATALOG. */
  queryKinds: readonly string[];
  /** One word a triplet, e.g. IN_CLASS or OUT_OF_CLASS. */
  negativeKinds: readonly string[];
}

/**
 * Triplet accuracy, whole and by kind of query and of negative, with the ROC of the distances.
 * @throws {MlError} TRIPLETS_EMPTY, DIMENSION_MISMATCH
 */
export function evaluateTriplets(input: TripletEvaluationInput): TripletEvaluation {
  const { triplets, queryKinds, negativeKinds } = input;
  const count = triplets.length / 3;
  if (queryKinds.length !== count || negativeKinds.length !== count) {
    throw new MlError('DIMENSION_MISMATCH', `Kinds are needed for each of ${count} triplets.`, {
      count,
      queryKinds: queryKinds.length,
      negativeKinds: negativeKinds.length,
    });
  }
  const toPositive = distancesTo(input, 1);
  const toNegative = distancesTo(input, 2);
  const all = Array.from({ length: count }, (_, i) => i);
  const per = (kinds: readonly string[]) =>
    Object.fromEntries(
      [...Map.groupBy(all, (i) => kinds[i] as string)].map(([kind, of]) => [
        kind,
        scoreTriplets(toPositive, toNegative, of),
      ]),
    );
  return {
    ...scoreTriplets(toPositive, toNegative, all),
    perQueryKind: per(queryKinds),
    perNegativeKind: per(negativeKinds),
    roc: rocOfDistances(toPositive, toNegative),
  };
}

/** Distance of each query to the member at this place of its triplet. */
function distancesTo(input: TripletEvaluationInput, member: 1 | 2): Float64Array {
  const { embeddings, dimension, triplets } = input;
  const rows = countRows(embeddings, dimension, 'embeddings');
  const bad = triplets.find((row) => row >= rows);
  if (bad !== undefined) {
    throw new MlError('DIMENSION_MISMATCH', `A triplet names row ${bad} of ${rows}.`, { row: bad });
  }
  return Float64Array.from({ length: triplets.length / 3 }, (_, i) => {
    const [query, other] = [triplets[i * 3] as number, triplets[i * 3 + member] as number];
    return rowDistance(embeddings, query, embeddings, other, dimension);
  });
}
