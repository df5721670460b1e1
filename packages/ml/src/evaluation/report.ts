import { isMlError } from '../errors.ts';
import { evaluateRetrieval, type RetrievalReport } from './retrieval.ts';
import { type SampleRanking, sampleRankings } from './sampleRankings.ts';
import { evaluateTriplets, type TripletEvaluation } from './tripletEvaluation.ts';

/** What a model is judged on, by row of its embeddings; the model itself does not matter. */
export interface EvaluationData {
  /** Number of rows. */
  count: number;
  /** Three rows a triplet; may be empty. */
  triplets: Uint32Array;
  /** Rows of products that the model never saw, each query and candidate; may be empty. */
  heldOut: Uint32Array;
  /** Product of each row. */
  groups: readonly string[];
  /** WILD or CATALOG, for each row. */
  kinds: readonly string[];
  /** Category of each row: a negative of the query's own is in-class. */
  categories: readonly string[];
  /** What makes two rows a match: label sets as formatLabels spells them, one label a row. */
  labels: Record<string, readonly string[]>;
}

/** Everything that is known of a model's quality on one part of the data; plain JSON. */
export interface EvaluationReport {
  /** Null where there is no triplet. */
  triplets: TripletEvaluation | null;
  /** By label set, as formatLabels spells it; one in which no two products match is left out. */
  retrieval: Record<string, RetrievalReport>;
  /** Rankings to look at. */
  samples: SampleRanking[];
}

export interface EvaluationOptions {
  ks?: readonly number[];
  seed?: number;
  /** Rankings of each sort to look at; default 12. */
  sampleCount?: number;
  /** Results in each; default 10. */
  sampleDepth?: number;
}

/**
 * Judges embeddings: triplet accuracy and ROC, then retrieval among the held-out rows for every
 * label set, per label and per kind of query, self-matches excluded and lone queries counted.
 *
 * @param embeddings row-major `[data.count, dimension]` of unit norm; rows that neither a triplet
 *   nor `heldOut` names may be anything finite
 * @throws {MlError} DIMENSION_MISMATCH, EMBEDDINGS_COLLAPSED (a row that is not finite)
 */
export function reportEvaluation(
  embeddings: Float32Array,
  dimension: number,
  data: EvaluationData,
  options: EvaluationOptions = {},
): EvaluationReport {
  const { ks = [1, 5, 10, 20], seed = 1, sampleCount = 12, sampleDepth = 10 } = options;
  const held = heldOutRows(embeddings, dimension, data);
  const samples =
    data.heldOut.length === 0
      ? []
      : sampleRankings({ ...held, seed, count: sampleCount, depth: sampleDepth });
  const rowOf = (place: number) => data.heldOut[place] as number;
  return {
    triplets: data.triplets.length === 0 ? null : tripletsOf(embeddings, dimension, data),
    retrieval: retrievalOf(held, ks),
    samples: samples.map(({ query, why, results }) => ({
      query: rowOf(query),
      why,
      results: results.map((result) => ({ ...result, row: rowOf(result.row) })),
    })),
  };
}

function tripletsOf(
  embeddings: Float32Array,
  dimension: number,
  { triplets, kinds, categories }: EvaluationData,
): TripletEvaluation {
  const count = triplets.length / 3;
  const member = (i: number, place: number) => triplets[i * 3 + place] as number;
  return evaluateTriplets({
    embeddings,
    dimension,
    triplets,
    queryKinds: Array.from({ length: count }, (_, i) => kinds[member(i, 0)] as string),
    negativeKinds: Array.from({ length: count }, (_, i) =>
      categories[member(i, 0)] === categories[member(i, 2)] ? 'IN_CLASS' : 'OUT_OF_CLASS',
    ),
  });
}

/** The held-out rows alone, one after the other. */
function heldOutRows(embeddings: Float32Array, dimension: number, data: EvaluationData) {
  const rows = [...data.heldOut];
  const gathered = new Float32Array(rows.length * dimension);
  for (const [place, row] of rows.entries()) {
    gathered.set(embeddings.subarray(row * dimension, (row + 1) * dimension), place * dimension);
  }
  const pick = (words: readonly string[]) => rows.map((row) => words[row] as string);
  return {
    embeddings: gathered,
    dimension,
    groups: pick(data.groups),
    kinds: pick(data.kinds),
    labels: Object.fromEntries(
      Object.entries(data.labels).map(([name, words]) => [name, pick(words)]),
    ),
  };
}

function retrievalOf(
  held: ReturnType<typeof heldOutRows>,
  ks: readonly number[],
): Record<string, RetrievalReport> {
  const { embeddings, dimension, groups, kinds } = held;
  const found: Record<string, RetrievalReport> = {};
  for (const [name, labels] of Object.entries(held.labels)) {
    try {
      found[name] = evaluateRetrieval({ embeddings, dimension, labels, groups, kinds, ks });
    } catch (error) {
      // No two products match by this label: there is nothing to measure, which is no fault.
      if (!isMlError(error, 'TRIPLETS_EMPTY')) throw error;
    }
  }
  return found;
}
