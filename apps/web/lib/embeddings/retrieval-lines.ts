/** A retrieval report as the lines of a table. */

import type { RetrievalReportFragment } from '../api/generated/graphql';
import { baselineNames, type Figure } from '../metrics.ts';

type Scores = RetrievalReportFragment['scores'][number];
type Measured = 'precision' | 'recall' | 'mapAtR' | 'rPrecision' | 'mrr';

export interface RetrievalColumn {
  title: string;
  name: Measured;
  k: number | null;
}

export const retrievalColumns: readonly RetrievalColumn[] = [
  { title: 'Precision@10', name: 'precision', k: 10 },
  { title: 'Recall@1', name: 'recall', k: 1 },
  { title: 'Recall@5', name: 'recall', k: 5 },
  { title: 'Recall@10', name: 'recall', k: 10 },
  { title: 'mAP@R', name: 'mapAtR', k: null },
  { title: 'R-precision', name: 'rPrecision', k: null },
  { title: 'MRR', name: 'mrr', k: null },
];

export interface RetrievalLine {
  name: string;
  /** All queries, a baseline on all of them, those of one kind of photo, or those of one label. */
  sort: 'all' | 'baseline' | 'kind' | 'label';
  /** Null where nobody counted. */
  queries: number | null;
  /** A value for each column; null where it was not measured. */
  values: (number | null)[];
}

const kindNames = { WILD: 'Wild queries', CATALOG: 'Catalog queries' };

/** Everything and baselines first, then kinds of query (where there are two), then labels. */
export function retrievalLines({ scores, baselines }: RetrievalReportFragment): RetrievalLine[] {
  const lines = scores.map(lineOf);
  const kinds = lines.filter(({ sort }) => sort === 'kind');
  return [
    ...lines.filter(({ sort }) => sort === 'all'),
    ...baselineLines(baselines),
    ...(kinds.length > 1 ? kinds : []),
    ...lines.filter(({ sort }) => sort === 'label'),
  ];
}

function lineOf(scores: Scores): RetrievalLine {
  const { queryKind, label, queries } = scores;
  const values = retrievalColumns.map((column) => valueIn(scores, column));
  if (label) return { name: label.join(' · '), sort: 'label', queries, values };
  if (queryKind) return { name: kindNames[queryKind], sort: 'kind', queries, values };
  return { name: 'All queries', sort: 'all', queries, values };
}

function valueIn(scores: Scores, { name, k }: RetrievalColumn): number | null {
  if (name !== 'precision' && name !== 'recall') return scores[name];
  return scores.cutOffs.find((cutOff) => cutOff.k === k)?.[name] ?? null;
}

function baselineLines(figures: readonly Figure[]): RetrievalLine[] {
  return [...Map.groupBy(figures, ({ metric }) => metric.baseline)].map(([baseline, of]) => ({
    name: baselineNames[baseline] ?? baseline,
    sort: 'baseline',
    queries: null,
    values: retrievalColumns.map(
      ({ name, k }) =>
        of.find(({ metric }) => metric.name === name && (metric.k ?? null) === k)?.value ?? null,
    ),
  }));
}
