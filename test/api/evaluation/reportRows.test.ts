import { describe, expect, it } from 'vitest';
import { retrievalSections, tripletRows } from '../../../apps/api/src/evaluation/reportRows.ts';
import { readReport } from '../../../apps/api/src/evaluation/storedReport.ts';

const scores = (queries: number) => {
  return {
    queries,
    recallAt: { 1: 0.5 },
    precisionAt: { 1: 0.5 },
    mapAtR: 0,
    rPrecision: 0,
    mrr: 0,
  };
};
const triplets = (count: number) => ({ count, accuracy: 0.5, meanMargin: 0 });
const roc = { areaUnderCurve: 0.5, equalErrorRate: 0.5, equalErrorThreshold: 1, points: [] };
const perLabel = { Bags: scores(3), '["Shirts","Red"]': scores(9), Caps: scores(3) };

const stored = {
  triplets: {
    ...triplets(8),
    perQueryKind: { WILD: triplets(3), CATALOG: triplets(5) },
    perNegativeKind: { IN_CLASS: triplets(8) },
    roc,
  },
  retrieval: {
    'category+fabric%2Btype': {
      ...scores(15),
      loneQueries: 2,
      perLabel,
      perKind: { WILD: scores(6), CATALOG: scores(9) },
    },
    category: {
      ...scores(15),
      loneQueries: 0,
      perLabel: { 'Shirts [slim]': scores(9), '["odd"]': scores(2) },
      perKind: {},
    },
  },
  samples: [],
  baselines: {},
};

describe('a report in rows', () => {
  const report = readReport(JSON.parse(JSON.stringify(stored)));

  it('has all queries first, then each kind, then labels with most queries first', () => {
    const [section] = retrievalSections(report);
    expect(section?.labels).toEqual(['category', 'fabric+type']);
    expect(section?.scores.map(({ queryKind, label }) => queryKind ?? label)).toEqual([
      null,
      'WILD',
      'CATALOG',
      ['Shirts', 'Red'],
      ['Bags'],
      ['Caps'],
    ]);
    expect(section?.loneQueries).toBe(2);
  });

  it('takes the label of one value as it is', () => {
    const [, section] = retrievalSections(report);
    expect(section?.scores.map(({ label }) => label)).toEqual([
      null,
      ['Shirts [slim]'],
      ['["odd"]'],
    ]);
  });

  it('has all triplets first, then kinds of query, then kinds of negative', () => {
    const rows = report.triplets ? tripletRows(report.triplets) : [];
    expect(
      rows.map(({ queryKind, negativeKind, count }) => [queryKind ?? negativeKind, count]),
    ).toEqual([
      [null, 8],
      ['WILD', 3],
      ['CATALOG', 5],
      ['IN_CLASS', 8],
    ]);
  });
});

describe('a stored report', () => {
  it('is refused where it is none', () => {
    expect(() => readReport({ ...stored, triplets: { accuracy: 1 } })).toThrow();
    expect(() => readReport({ ...stored, baselines: { nobody: {} } })).toThrow();
    expect(() => readReport(null)).toThrow();
  });
});
