/** The report of an evaluation, as the API hands it over in JSON, and how it is set out. */

export interface RetrievalScores {
  queries: number;
  recallAt: Record<string, number>;
  precisionAt: Record<string, number>;
  mapAtR: number;
  rPrecision: number;
  mrr: number;
}

export interface RetrievalReport extends RetrievalScores {
  loneQueries: number;
  perLabel: Record<string, RetrievalScores>;
  perKind: Record<string, RetrievalScores>;
}

export interface TripletScores {
  count: number;
  accuracy: number;
  meanMargin: number;
}

export interface Roc {
  areaUnderCurve: number;
  equalErrorRate: number;
  equalErrorThreshold: number;
  points: { threshold: number; truePositiveRate: number; falsePositiveRate: number }[];
}

export interface EvaluationReport {
  triplets:
    | (TripletScores & {
        perQueryKind: Record<string, TripletScores>;
        perNegativeKind: Record<string, TripletScores>;
        roc: Roc;
      })
    | null;
  retrieval: Record<string, RetrievalReport>;
  baselines: Record<string, Record<string, number>>;
}

/** `category+colour` as people read it. */
export function labelSetName(name: string): string {
  return name.split('+').join(' + ');
}

/** The API's labels are JSON lists where a label is made of several values. */
export function labelText(label: string): string {
  try {
    const parts: unknown = JSON.parse(label);
    if (Array.isArray(parts)) return parts.map(String).join(' · ');
  } catch {
    // A plain word is its own text.
  }
  return label;
}

/** One line of a retrieval table. */
export interface ScoreRow {
  name: string;
  scores: RetrievalScores;
  /** All queries, those of one kind of photo, or those of one label. */
  sort: 'all' | 'kind' | 'label';
}

const kindNames: Record<string, string> = { WILD: 'Wild queries', CATALOG: 'Catalog queries' };

/** Everything first, then by kind of query (where there are two), then labels with most queries. */
export function scoreRows(report: RetrievalReport): ScoreRow[] {
  const kinds = Object.entries(report.perKind);
  const labels = Object.entries(report.perLabel).sort(
    ([a, x], [b, y]) => y.queries - x.queries || a.localeCompare(b),
  );
  return [
    { name: 'All queries', scores: report, sort: 'all' },
    ...(kinds.length > 1
      ? kinds.map(([kind, scores]) => {
          return { name: kindNames[kind] ?? kind, scores, sort: 'kind' as const };
        })
      : []),
    ...labels.map(([label, scores]) => {
      return { name: labelText(label), scores, sort: 'label' as const };
    }),
  ];
}
