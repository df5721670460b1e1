/** What the column Evaluation.report holds, read by one schema. */
import { BASELINES } from '@semblance/ml';
import { z } from 'zod';

const tripletScores = z.object({
  count: z.number(),
  accuracy: z.number(),
  meanMargin: z.number(),
});

const triplets = tripletScores.extend({
  perQueryKind: z.partialRecord(z.enum(['WILD', 'CATALOG']), tripletScores),
  perNegativeKind: z.partialRecord(z.enum(['IN_CLASS', 'OUT_OF_CLASS']), tripletScores),
  roc: z.object({
    areaUnderCurve: z.number(),
    equalErrorRate: z.number(),
    equalErrorThreshold: z.number(),
    points: z.array(
      z.object({
        threshold: z.number(),
        truePositiveRate: z.number(),
        falsePositiveRate: z.number(),
      }),
    ),
  }),
});

/** By cut-off. */
const byCutOff = z.record(z.number(), z.number());

const retrievalScores = z.object({
  queries: z.number(),
  recallAt: byCutOff,
  precisionAt: byCutOff,
  mapAtR: z.number(),
  rPrecision: z.number(),
  mrr: z.number(),
});

const retrieval = retrievalScores.extend({
  loneQueries: z.number(),
  /** By label: a plain word, or a JSON list of one word for each name of the label set. */
  perLabel: z.record(z.string(), retrievalScores),
  perKind: z.partialRecord(z.enum(['WILD', 'CATALOG']), retrievalScores),
});

/** A ranking by ids of images, which outlive the rows of one evaluation. */
const sample = z.object({
  queryImageId: z.string(),
  why: z.enum(['random', 'worst']),
  results: z.array(
    z.object({
      imageId: z.string(),
      score: z.number(),
      /** By label set, as formatLabels spells it: whether it matches the query. */
      right: z.record(z.string(), z.boolean()),
    }),
  ),
});

const report = z.object({
  /** Null where there is no triplet. */
  triplets: triplets.nullable(),
  /** By label set, as formatLabels spells it. */
  retrieval: z.record(z.string(), retrieval),
  samples: z.array(sample),
  /** Headline figures of what it was judged beside, each under its measure. */
  baselines: z.partialRecord(z.enum(BASELINES).exclude(['none']), z.record(z.string(), z.number())),
});

export type StoredReport = z.infer<typeof report>;
export type StoredTripletScores = z.infer<typeof tripletScores>;
export type StoredTriplets = z.infer<typeof triplets>;
export type StoredRetrieval = z.infer<typeof retrieval>;
export type StoredRetrievalScores = z.infer<typeof retrievalScores>;
export type StoredSample = z.infer<typeof sample>;

/** @throws ZodError for a report that was not written by this program */
export const readReport = (column: unknown): StoredReport => report.parse(column);
