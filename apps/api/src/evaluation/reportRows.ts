/** A stored report set out in rows, as pages show it. */
import { type Figure, formatLabels, parseLabels } from '@semblance/ml';
import type { NegativeKind, QueryKind } from '../../../../prisma/client/enums.ts';
import type { EvaluationRow } from './store.ts';
import type {
  StoredReport,
  StoredRetrieval,
  StoredRetrievalScores,
  StoredTripletScores,
  StoredTriplets,
} from './storedReport.ts';

/** Of all triplets, or of those whose query or negative is of one kind. */
export interface TripletScoresRow extends StoredTripletScores {
  queryKind: QueryKind | null;
  negativeKind: NegativeKind | null;
}

/** All of them first, then by kind of query, then by kind of negative. */
export function tripletRows(triplets: StoredTriplets): TripletScoresRow[] {
  const { perQueryKind, perNegativeKind } = triplets;
  return [
    { ...triplets, queryKind: null, negativeKind: null },
    ...entries(perQueryKind).map(([queryKind, scores]) => {
      return { ...scores, queryKind, negativeKind: null };
    }),
    ...entries(perNegativeKind).map(([negativeKind, scores]) => {
      return { ...scores, queryKind: null, negativeKind };
    }),
  ];
}

/** Of all queries, of those of one kind of photo, or of those of one label. */
export interface RetrievalScoresRow extends StoredRetrievalScores {
  queryKind: QueryKind | null;
  /** A value for each name of the label set. */
  label: string[] | null;
}

/** Retrieval by one label set. */
export interface RetrievalSection {
  labels: string[];
  loneQueries: number;
  scores: RetrievalScoresRow[];
}

export function retrievalSections({ retrieval }: StoredReport): RetrievalSection[] {
  return Object.entries(retrieval).map(([labelSet, of]) => {
    const labels = parseLabels(labelSet);
    return { labels, loneQueries: of.loneQueries, scores: retrievalRows(of, labels) };
  });
}

/** All queries first, then by kind of query, then by label, those of most queries first. */
function retrievalRows(of: StoredRetrieval, labels: readonly string[]): RetrievalScoresRow[] {
  const perLabel = Object.entries(of.perLabel).toSorted(
    ([a, x], [b, y]) => y.queries - x.queries || a.localeCompare(b),
  );
  return [
    { ...of, queryKind: null, label: null },
    ...entries(of.perKind).map(([queryKind, scores]) => ({ ...scores, queryKind, label: null })),
    ...perLabel.map(([label, scores]) => {
      return { ...scores, queryKind: null, label: valuesOf(label, labels) };
    }),
  ];
}

/** A label of several values is their JSON list; one that is no such list is a word by itself. */
function valuesOf(label: string, { length }: readonly string[]): string[] {
  if (length < 2 || !label.startsWith('[')) return [label];
  return (JSON.parse(label) as unknown[]).map(String);
}

/** Figures of baselines that were measured by these labels; by none, those of triplets. */
export function figuresOfBaselines(
  { metrics }: Pick<EvaluationRow, 'metrics'>,
  labels: readonly string[],
): Figure[] {
  return metrics.filter(
    ({ metric }) =>
      metric.baseline !== 'none' && formatLabels(metric.labels) === formatLabels(labels),
  );
}

function entries<Key extends string, Value>(of: Partial<Record<Key, Value>>): [Key, Value][] {
  return Object.entries(of) as [Key, Value][];
}
