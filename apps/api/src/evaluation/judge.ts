import { reportEvaluation } from '@semblance/ml';
import type { Judged, Vectors } from '../datasets/judged.ts';
import type { StoredReport } from './storedReport.ts';

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
