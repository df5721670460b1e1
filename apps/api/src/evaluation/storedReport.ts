import { type EvaluationReport, reportEvaluation } from '@semblance/ml';
import type { Judged, Vectors } from '../datasets/judged.ts';

/** Figures by name, e.g. `tripletAccuracy`, `precision@10.category`, `mAP@R.category+colour`. */
export type Figures = Record<string, number>;

/** A ranking by ids of images, which outlive the rows of one evaluation. */
export interface StoredSample {
  queryImageId: string;
  why: 'random' | 'worst';
  results: { imageId: string; score: number; right: Record<string, boolean> }[];
}

/** What the column Evaluation.report holds. */
export interface StoredReport extends Omit<EvaluationReport, 'samples'> {
  samples: StoredSample[];
  /** Headline figures of the network as it started (`untrained`, or `pretrained`), of a colour `histogram`. */
  baselines: Record<string, Figures>;
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

/** The figures that sum a report up, one number a name. */
export function figuresOf({ triplets, retrieval }: StoredReport): Figures {
  const figures: Figures = {};
  if (triplets) {
    figures.tripletAccuracy = triplets.accuracy;
    figures.meanMargin = triplets.meanMargin;
  }
  for (const [name, { precisionAt, recallAt, mapAtR }] of Object.entries(retrieval)) {
    figures[`precision@10.${name}`] = precisionAt[10] as number;
    figures[`recall@1.${name}`] = recallAt[1] as number;
    figures[`recall@10.${name}`] = recallAt[10] as number;
    figures[`mAP@R.${name}`] = mapAtR;
  }
  return figures;
}

/** The same with the baselines' beside them, as `untrained.tripletAccuracy`. */
export function figuresWithBaselines(report: StoredReport): Figures {
  const figures = figuresOf(report);
  for (const [baseline, of] of Object.entries(report.baselines)) {
    for (const [name, value] of Object.entries(of)) figures[`${baseline}.${name}`] = value;
  }
  return figures;
}
