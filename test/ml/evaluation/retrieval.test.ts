import { expect, test } from 'vitest';
import {
  evaluateRetrieval,
  type RetrievalInput,
} from '../../../packages/ml/src/evaluation/retrieval.ts';
import { seededRandom } from '../../../packages/ml/src/random.ts';

interface Ranked {
  label: string;
  kind: string;
  hits: boolean[];
  relevant: number;
}

/** The same question answered the slow, obvious way. */
function rankPlainly(input: RetrievalInput): Ranked[] {
  const { embeddings, dimension, labels, groups, kinds } = input;
  const rows = labels.map((_, i) => embeddings.slice(i * dimension, (i + 1) * dimension));
  const all = labels.map((_, i) => i);
  return (input.queries ?? all).map((query) => {
    const candidates = (input.gallery ?? all).filter(
      (i) => i !== query && !(groups && groups[i] === groups[query]),
    );
    const scored = candidates.map((i) => {
      let score = 0;
      for (let d = 0; d < dimension; d++) score += (rows[i]?.[d] ?? 0) * (rows[query]?.[d] ?? 0);
      return { score: Math.fround(score), hit: labels[i] === labels[query] };
    });
    scored.sort((a, b) => b.score - a.score || Number(a.hit) - Number(b.hit));
    const hits = scored.map(({ hit }) => hit);
    return {
      label: labels[query] ?? '',
      kind: kinds?.[query] ?? '',
      hits,
      relevant: hits.filter(Boolean).length,
    };
  });
}

function scorePlainly(rankings: Ranked[], ks: number[]) {
  const some = rankings.filter(({ relevant }) => relevant > 0);
  const mean = (of: (ranking: Ranked) => number) =>
    some.reduce((sum, ranking) => sum + of(ranking), 0) / some.length;
  const first = (hits: boolean[], k: number) => hits.slice(0, k).filter(Boolean).length;
  return {
    queries: some.length,
    recallAt: Object.fromEntries(
      ks.map((k) => [k, mean(({ hits }) => (first(hits, k) > 0 ? 1 : 0))]),
    ),
    precisionAt: Object.fromEntries(ks.map((k) => [k, mean(({ hits }) => first(hits, k) / k)])),
    rPrecision: mean(({ hits, relevant }) => first(hits, relevant) / relevant),
    mrr: mean(({ hits }) => 1 / (hits.indexOf(true) + 1)),
    mapAtR: mean(({ hits, relevant }) => {
      let sum = 0;
      for (let i = 1; i <= relevant; i++) if (hits[i - 1]) sum += first(hits, i) / i;
      return sum / relevant;
    }),
  };
}

function example(count: number, dimension: number, labelCount: number) {
  const random = seededRandom(count);
  const embeddings = Float32Array.from({ length: count * dimension }, () => random() - 0.5);
  const labels = Array.from({ length: count }, () => `l${Math.floor(random() * labelCount)}`);
  const groups = labels.map((label) => `${label}-${Math.floor(random() * 4)}`);
  const kinds = labels.map(() => (random() < 0.3 ? 'WILD' : 'CATALOG'));
  return { embeddings, dimension, labels, groups, kinds };
}

function expectClose(actual: unknown, expected: unknown): void {
  if (typeof expected === 'number') {
    expect(actual).toBeCloseTo(expected, 10);
    return;
  }
  for (const [key, value] of Object.entries(expected as Record<string, unknown>)) {
    expectClose((actual as Record<string, unknown>)[key], value);
  }
}

test('agrees with a plain ranking, with own product excluded, per label and per kind', () => {
  const ks = [1, 3, 10];
  const input = { ...example(90, 7, 9), ks };
  const report = evaluateRetrieval(input);
  const rankings = rankPlainly(input);
  expectClose(report, scorePlainly(rankings, ks));
  const wild = rankings.filter(({ kind }) => kind === 'WILD');
  expectClose(report.perKind.WILD, scorePlainly(wild, ks));
  const ofLabel = rankings.filter(({ label }) => label === 'l3');
  expectClose(report.perLabel.l3, scorePlainly(ofLabel, ks));
});

test('agrees with a plain ranking for chosen queries against a chosen gallery', () => {
  const ks = [1, 5];
  const input = { ...example(61, 8, 5), ks, queries: [0, 4, 9, 33, 60], gallery: [1, 2, 3, 9, 50] };
  expectClose(evaluateRetrieval(input), scorePlainly(rankPlainly(input), ks));
});

test('leaves out and counts a query whose label nothing else carries', () => {
  const embeddings = Float32Array.from([1, 0, 1, 0, 0, 1]);
  const report = evaluateRetrieval({ embeddings, dimension: 2, labels: ['a', 'a', 'b'], ks: [1] });
  expect(report.loneQueries).toBe(1);
  expect(report.queries).toBe(2);
  expect(report.recallAt[1]).toBe(1);
});

test('ranks ties against the model, so one point for everything scores badly', () => {
  const embeddings = new Float32Array(20).fill(Math.SQRT1_2);
  const labels = Array.from({ length: 10 }, (_, i) => (i < 3 ? 'a' : 'b'));
  const report = evaluateRetrieval({ embeddings, dimension: 2, labels, ks: [1] });
  expect(report.recallAt[1]).toBe(0);
  // The first hit of an `a` comes after all 7 `b`s, of a `b` after all 3 `a`s.
  expect(report.mrr).toBeCloseTo((3 * (1 / 8) + 7 * (1 / 4)) / 10, 12);
});

test('refuses labels of another length, bad cut-offs and indexes, and lone queries only', () => {
  const embeddings = Float32Array.from([1, 0, 0, 1]);
  const base = { embeddings, dimension: 2, labels: ['a', 'a'] };
  const cases: [Partial<RetrievalInput>, string][] = [
    [{ labels: ['a'] }, 'DIMENSION_MISMATCH'],
    [{ groups: ['x', 'y', 'z'] }, 'DIMENSION_MISMATCH'],
    [{ dimension: 3 }, 'DIMENSION_MISMATCH'],
    [{ ks: [0] }, 'CONFIG_INVALID'],
    [{ queries: [2] }, 'CONFIG_INVALID'],
    [{ labels: ['a', 'b'] }, 'TRIPLETS_EMPTY'],
  ];
  for (const [change, code] of cases) {
    expect(() => evaluateRetrieval({ ...base, ...change })).toThrowError(
      expect.objectContaining({ code }),
    );
  }
});
