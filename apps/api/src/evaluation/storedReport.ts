import {
  type Baseline,
  type EvaluationReport,
  type Metrics,
  reportEvaluation,
} from '@semblance/ml';
import type { Judged, Vectors } from '../datasets/judged.ts';

/** A ranking by ids of images, which outlive the rows of one evaluation. */
export interface StoredSample {
  queryImageId: string;
  why: 'random' | 'worst';
  results: { imageId: string; score: number; right: Record<string, boolean> }[];
}

/** What the column Evaluation.report holds. */
export interface StoredReport extends Omit<EvaluationReport, 'samples'> {
  samples: StoredSample[];
  /** Headline figures of what it was judged beside. */
  baselines: Partial<Record<Exclude<Baseline, 'none'>, Metrics>>;
}

/** Judges vectors and names the images of its samples. */
export function judge(judged: Judged, { embeddings, dimension }: Vectors): StoredReport {
  const report = reportEvaluation(embeddings, dimension, judged.data);
  const idOf = (row: number) => judged.imageIds[row] as string;
  return {
    ...report,
    samples: report.samples.map(({ query, why, results }) => ({
      queryImageId: idOf(query),
      why,
      results: results.map(({ row, score, right }) => ({ imageId: idOf(row), score, right })),
    })),
    baselines: {},
  };
}
