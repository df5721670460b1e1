import { expect, test } from 'vitest';
import type { RetrievalReportFragment } from '../../../apps/web/lib/api/generated/graphql.ts';
import {
  retrievalColumns,
  retrievalLines,
} from '../../../apps/web/lib/embeddings/retrieval-lines.ts';
import { figure } from '../figures.ts';

type Scores = RetrievalReportFragment['scores'][number];

const scores = (queries: number, of: Partial<Scores> = {}): Scores => ({
  ...{ queryKind: null, label: null, queries, mapAtR: 0.3, rPrecision: 0.4, mrr: 0.5 },
  cutOffs: [
    { k: 1, precision: 0.6, recall: 0.6 },
    { k: 10, precision: 0.2, recall: 0.9 },
  ],
  ...of,
});
const report = (...kinds: Scores[]): RetrievalReportFragment => ({
  labels: ['category', 'colour'],
  loneQueries: 2,
  scores: [
    scores(15),
    ...kinds,
    scores(9, { label: ['Shirts', 'Red'] }),
    scores(3, { label: ['Bags'] }),
  ],
  baselines: [
    figure('precision@10.category+colour', 0.1, { baseline: 'HISTOGRAM' }),
    figure('mapAtR.category+colour', 0.05, { baseline: 'HISTOGRAM' }),
  ],
});
const wild = scores(6, { queryKind: 'WILD' });
const catalog = scores(9, { queryKind: 'CATALOG' });

test('lists all queries and baselines, then each kind, then labels as they come', () => {
  expect(retrievalLines(report(wild, catalog)).map(({ name }) => name)).toEqual([
    'All queries',
    'Colour histogram',
    'Wild queries',
    'Catalog queries',
    'Shirts · Red',
    'Bags',
  ]);
});

test('leaves out kinds where all queries are of one', () => {
  const lines = retrievalLines(report(catalog));
  expect(lines.map(({ sort }) => sort)).toEqual(['all', 'baseline', 'label', 'label']);
});

test('puts each value under its own metric, and nothing where it was not measured', () => {
  const [all, histogram] = retrievalLines(report());
  expect(retrievalColumns.map(({ title }) => title)).toEqual([
    'Precision@10',
    'Recall@1',
    'Recall@5',
    'Recall@10',
    'mAP@R',
    'R-precision',
    'MRR',
  ]);
  expect(all?.values).toEqual([0.2, 0.6, null, 0.9, 0.3, 0.4, 0.5]);
  expect(histogram?.values).toEqual([0.1, null, null, null, 0.05, null, null]);
});
