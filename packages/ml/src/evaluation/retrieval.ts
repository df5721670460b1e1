import { MlError } from '../errors.ts';
import { countRows, scoreRowsByFour } from './embeddingMatrix.ts';
import { keyIsRelevant, rankCandidates, requireRankable } from './ranking.ts';
import { emptyTally, type RankingTally, summarise, tallyRanking } from './rankingTally.ts';
import type { RetrievalScores } from './retrievalScores.ts';

export interface RetrievalInput {
  /** Row-major `[items, dimension]`, rows of unit norm; compared by inner product. */
  embeddings: Float32Array;
  dimension: number;
  /** What makes two items a match, one label an item. */
  labels: readonly string[];
  /** Product ids: items of the query's own product are neither answers nor counted. */
  groups?: readonly string[];
  /** Items to use as queries; all by default. */
  queries?: readonly number[];
  /** Items that may be retrieved; all by default. E.g. catalog photos for wild queries. */
  gallery?: readonly number[];
  /** One word an item (e.g. WILD, CATALOG): the result is also given per word of the query. */
  kinds?: readonly string[];
  /** Cut-offs for recall and precision, default 1, 5, 10, 20. */
  ks?: readonly number[];
}

export interface RetrievalReport extends RetrievalScores {
  /** Queries left out because nothing else in the gallery carries their label. */
  loneQueries: number;
  perLabel: Record<string, RetrievalScores>;
  perKind: Record<string, RetrievalScores>;
}

/**
 * Exact retrieval metrics: every query against the whole gallery, itself (and its own group)
 * excluded, ties ranked against the model. Throws `DIMENSION_MISMATCH` for arrays of different
 * length, `CONFIG_INVALID` for bad cut-offs or indexes, `TRIPLETS_EMPTY` when no query has a match.
 */
export function evaluateRetrieval(input: RetrievalInput): RetrievalReport {
  const count = requireConsistent(input);
  const ks = requireCutOffs(input.ks ?? [1, 5, 10, 20]);
  const queries = requireIndexes(input.queries, count, 'queries');
  const gallery = requireIndexes(input.gallery, count, 'gallery');
  const labels = numberWords(input.labels);
  const groups = input.groups ? numberWords(input.groups) : undefined;
  const total = emptyTally(ks);
  const perLabel = new Map<string, RankingTally>();
  const perKind = new Map<string, RankingTally>();
  let loneQueries = 0;
  const depth = Math.max(0, ...ks);
  const keys = new Float64Array(gallery.length);
  for (const { query, scores } of scoresByQuery(input.embeddings, input.dimension, queries)) {
    const label = labels[query];
    const own = groups?.[query];
    const { head, relevant, firstHit } = rankCandidates(
      scores,
      gallery,
      (index) => labels[index] === label,
      (index) => index === query || (groups !== undefined && groups[index] === own),
      depth,
      keys,
    );
    if (relevant === 0) {
      loneQueries++;
      continue;
    }
    const tallies = [total, tallyFor(perLabel, input.labels[query] as string, ks)];
    if (input.kinds) tallies.push(tallyFor(perKind, input.kinds[query] as string, ks));
    tallyRanking(tallies, relevant, firstHit, Array.from(head, keyIsRelevant));
  }
  if (total.queries === 0) {
    throw new MlError('TRIPLETS_EMPTY', 'No query has another item with its label to find.', {
      loneQueries,
    });
  }
  return {
    ...summarise(total),
    loneQueries,
    perLabel: summariseEach(perLabel),
    perKind: summariseEach(perKind),
  };
}

function* scoresByQuery(
  embeddings: Float32Array,
  dimension: number,
  queries: Int32Array,
): Generator<{ query: number; scores: Float32Array }> {
  const rows = embeddings.length / dimension;
  const buffer = () => new Float32Array(rows);
  const scores = [buffer(), buffer(), buffer(), buffer()] as const;
  const vector = (at: number) => {
    const row = queries[Math.min(at, queries.length - 1)] as number;
    return embeddings.subarray(row * dimension, (row + 1) * dimension);
  };
  for (let at = 0; at < queries.length; at += 4) {
    const block = [vector(at), vector(at + 1), vector(at + 2), vector(at + 3)] as const;
    scoreRowsByFour(embeddings, dimension, block, scores);
    for (let i = 0; i < 4 && at + i < queries.length; i++) {
      yield { query: queries[at + i] as number, scores: scores[i] as Float32Array };
    }
  }
}

function requireConsistent(input: RetrievalInput): number {
  const count = countRows(input.embeddings, input.dimension, 'embeddings');
  requireRankable(count);
  for (const name of ['labels', 'groups', 'kinds'] as const) {
    const length = input[name]?.length;
    if (length === undefined || length === count) continue;
    throw new MlError('DIMENSION_MISMATCH', `${name} has ${length} entries for ${count} items.`, {
      name,
      length,
      count,
    });
  }
  return count;
}

function requireCutOffs(ks: readonly number[]): readonly number[] {
  const bad = ks.find((k) => !Number.isInteger(k) || k < 1);
  if (bad === undefined) return ks;
  throw new MlError('CONFIG_INVALID', `ks: ${bad} is not a positive whole number.`, { ks });
}

function requireIndexes(
  indexes: readonly number[] | undefined,
  count: number,
  name: string,
): Int32Array {
  if (!indexes) return Int32Array.from({ length: count }, (_, index) => index);
  const bad = indexes.find((i) => !Number.isInteger(i) || i < 0 || i >= count);
  if (bad === undefined) return Int32Array.from(indexes);
  throw new MlError('CONFIG_INVALID', `${name}: ${bad} is not an item of 0..${count - 1}.`, {
    name,
    index: bad,
  });
}

/** Equal words get equal numbers: comparing numbers is what the inner loop can afford. */
function numberWords(words: readonly string[]): Int32Array {
  const numbers = new Map<string, number>();
  return Int32Array.from(words, (word) => {
    const known = numbers.get(word);
    if (known !== undefined) return known;
    numbers.set(word, numbers.size);
    return numbers.size - 1;
  });
}

function tallyFor(map: Map<string, RankingTally>, word: string, ks: readonly number[]) {
  const known = map.get(word);
  if (known) return known;
  const fresh = emptyTally(ks);
  map.set(word, fresh);
  return fresh;
}

function summariseEach(map: Map<string, RankingTally>): Record<string, RetrievalScores> {
  return Object.fromEntries([...map].map(([word, tally]) => [word, summarise(tally)]));
}
