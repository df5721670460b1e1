import { seededRandom, shuffled } from '../random.ts';
import { nearestNeighbours } from './nearestNeighbours.ts';

export interface RankedResult {
  /** Row of the item found. */
  row: number;
  /** Inner product: the cosine, for unit vectors. */
  score: number;
  /** Whether its label is the query's, by name of the label set. */
  right: Record<string, boolean>;
}

export interface SampleRanking {
  query: number;
  /** Drawn at random, or one of the worst of many drawn. */
  why: 'random' | 'worst';
  results: RankedResult[];
}

export interface SampleRankingsInput {
  /** Row-major `[rows, dimension]` of unit norm. */
  embeddings: Float32Array;
  dimension: number;
  /** Product of each row: other photos of the query's own are left out. */
  groups: readonly string[];
  /** Label sets by name, one label a row; the first decides which rankings are worst. */
  labels: Record<string, readonly string[]>;
  seed: number;
  /** Queries of each sort. */
  count: number;
  /** Results a query. */
  depth: number;
}

/** Queries looked at to find the worst. */
const DRAWN = 300;

/** Rankings to look at: some random queries, and of the many drawn the ones that went worst. */
export function sampleRankings(input: SampleRankingsInput): SampleRanking[] {
  const { groups, labels, seed, count } = input;
  const [first = []] = Object.values(labels);
  const isAnswerable = answerable(first, groups);
  const all = shuffled(
    seededRandom(seed),
    groups.flatMap((_, row) => (isAnswerable(row) ? [row] : [])),
  );
  const rankings = all.slice(0, DRAWN).map((query) => rankingOf(input, query));
  const random = rankings.slice(0, count);
  const wrong = (ranking: RankedResult[]) =>
    ranking.filter(({ right }) => !Object.values(right)[0]).length;
  const worst = rankings
    .slice(count)
    .toSorted((a, b) => wrong(b.results) - wrong(a.results))
    .slice(0, count);
  return [
    ...random.map((ranking) => ({ ...ranking, why: 'random' as const })),
    ...worst.map((ranking) => ({ ...ranking, why: 'worst' as const })),
  ];
}

/** Whether another product carries the row's label: only then is a wrong answer the model's. */
function answerable(labels: readonly string[], groups: readonly string[]) {
  const groupsOf = new Map<string, Set<string>>();
  for (const [row, label] of labels.entries()) {
    const known = groupsOf.get(label) ?? new Set();
    groupsOf.set(label, known.add(groups[row] as string));
  }
  return (row: number) => (groupsOf.get(labels[row] as string)?.size ?? 0) > 1;
}

/** One hit a product: its nearest photo. */
function rankingOf(input: SampleRankingsInput, query: number) {
  const { embeddings, dimension, groups, labels, depth } = input;
  const own = groups.flatMap((group, row) => (group === groups[query] ? [row] : []));
  const seen = new Set<string>();
  const results: RankedResult[] = [];
  // Photos of one product crowd together: ask for some more than the products wanted.
  for (let k = depth * 3; results.length < depth; k *= 2) {
    const found = nearestNeighbours({ embeddings, dimension, query, k, exclude: own });
    for (const { index, score } of found) {
      const group = groups[index] as string;
      if (seen.has(group) || results.length === depth) continue;
      seen.add(group);
      results.push({ row: index, score, right: rightness(labels, query, index) });
    }
    if (found.length < k) break;
  }
  return { query, results };
}

function rightness(labels: Record<string, readonly string[]>, query: number, row: number) {
  return Object.fromEntries(
    Object.entries(labels).map(([name, of]) => [name, of[query] === of[row]]),
  );
}
