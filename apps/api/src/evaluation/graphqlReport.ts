import type { Figure } from '@semblance/ml';
import { builder } from '../graphql/builder.ts';
import { NegativeKindType, QueryKindType } from '../graphql/enums.ts';
import { MetricValueType } from '../graphql/metric.ts';
import {
  figuresOfBaselines,
  type RetrievalScoresRow,
  type RetrievalSection,
  retrievalSections,
  type TripletScoresRow,
  tripletRows,
} from './reportRows.ts';
import type { EvaluationRow } from './store.ts';
import type { StoredReport, StoredTriplets } from './storedReport.ts';

const TripletScoresType = builder.objectRef<TripletScoresRow>('TripletScores').implement({
  description: 'Of all triplets, or of those whose query or negative is of one kind.',
  fields: (t) => ({
    queryKind: t.expose('queryKind', { type: QueryKindType, nullable: true }),
    negativeKind: t.expose('negativeKind', { type: NegativeKindType, nullable: true }),
    count: t.exposeInt('count'),
    accuracy: t.exposeFloat('accuracy', {
      description: 'Share of them whose positive is nearer to the query than the negative.',
    }),
    meanMargin: t.exposeFloat('meanMargin', {
      description: 'Mean of the distance to the negative less that to the positive.',
    }),
  }),
});

const RocPointType = builder
  .objectRef<StoredTriplets['roc']['points'][number]>('RocPoint')
  .implement({
    fields: (t) => ({
      threshold: t.exposeFloat('threshold', {
        description: 'Pairs at this distance or nearer are called similar.',
      }),
      truePositiveRate: t.exposeFloat('truePositiveRate'),
      falsePositiveRate: t.exposeFloat('falsePositiveRate'),
    }),
  });

const RocType = builder.objectRef<StoredTriplets['roc']>('Roc').implement({
  description: 'How well one threshold of distance tells similar pairs from others.',
  fields: (t) => ({
    areaUnderCurve: t.exposeFloat('areaUnderCurve'),
    equalErrorRate: t.exposeFloat('equalErrorRate'),
    equalErrorThreshold: t.exposeFloat('equalErrorThreshold'),
    points: t.field({ type: [RocPointType], resolve: ({ points }) => points }),
  }),
});

type WithBaselines<Section> = Section & { baselines: Figure[] };

const TripletReportType = builder
  .objectRef<WithBaselines<StoredTriplets>>('TripletReport')
  .implement({
    fields: (t) => ({
      scores: t.field({
        type: [TripletScoresType],
        description: 'Of all triplets first, then by kind of query, then by kind of negative.',
        resolve: (triplets) => tripletRows(triplets),
      }),
      baselines: t.field({ type: [MetricValueType], resolve: ({ baselines }) => baselines }),
      roc: t.field({ type: RocType, resolve: ({ roc }) => roc }),
    }),
  });

interface CutOff {
  k: number;
  precision: number;
  recall: number;
}

const CutOffType = builder.objectRef<CutOff>('RetrievalCutOff').implement({
  fields: (t) => ({
    k: t.exposeInt('k', { description: 'How many results are looked at.' }),
    precision: t.exposeFloat('precision', { description: 'Mean share of matches among them.' }),
    recall: t.exposeFloat('recall', {
      description: 'Share of queries with a match among them.',
    }),
  }),
});

const RetrievalScoresType = builder.objectRef<RetrievalScoresRow>('RetrievalScores').implement({
  description: 'Of all queries, of those of one kind of photo, or of those of one label.',
  fields: (t) => ({
    queryKind: t.expose('queryKind', { type: QueryKindType, nullable: true }),
    label: t.exposeStringList('label', {
      nullable: true,
      description: 'A value for each of the labels; one of its own where a product lacks some.',
    }),
    queries: t.exposeInt('queries'),
    cutOffs: t.field({
      type: [CutOffType],
      resolve: ({ precisionAt, recallAt }) =>
        Object.entries(precisionAt).map(([k, precision]) => {
          return { k: Number(k), precision, recall: recallAt[Number(k)] ?? 0 };
        }),
    }),
    mapAtR: t.exposeFloat('mapAtR'),
    rPrecision: t.exposeFloat('rPrecision'),
    mrr: t.exposeFloat('mrr'),
  }),
});

const RetrievalReportType = builder
  .objectRef<WithBaselines<RetrievalSection>>('RetrievalReport')
  .implement({
    description: 'How well products are found that match by one label set.',
    fields: (t) => ({
      labels: t.exposeStringList('labels'),
      loneQueries: t.exposeInt('loneQueries', {
        description: 'Queries left out because nothing else carries their label.',
      }),
      scores: t.field({
        type: [RetrievalScoresType],
        description:
          'Of all queries first, then by kind of query, then by label, those of most queries first.',
        resolve: ({ scores }) => scores,
      }),
      baselines: t.field({ type: [MetricValueType], resolve: ({ baselines }) => baselines }),
    }),
  });

/** A report, and the row that says what it is of. */
export interface ReportOf {
  evaluation: EvaluationRow;
  report: StoredReport;
}

export const EvaluationReportType = builder.objectRef<ReportOf>('EvaluationReport').implement({
  fields: (t) => ({
    triplets: t.field({
      type: TripletReportType,
      nullable: true,
      description: 'Null where there is no triplet.',
      resolve: ({ evaluation, report: { triplets } }) =>
        triplets && { ...triplets, baselines: figuresOfBaselines(evaluation, []) },
    }),
    retrieval: t.field({
      type: [RetrievalReportType],
      description: 'By label set; one in which no two products match is left out.',
      resolve: ({ evaluation, report }) =>
        retrievalSections(report).map((section) => ({
          ...section,
          baselines: figuresOfBaselines(evaluation, section.labels),
        })),
    }),
  }),
});
