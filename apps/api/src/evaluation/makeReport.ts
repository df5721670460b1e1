import { embedJudged } from '../datasets/judged.ts';
import { loadJudged } from '../datasets/loadJudged.ts';
import { createDatasetStore } from '../datasets/store.ts';
import type { ServiceDeps } from '../deps.ts';
import { openInference } from '../embeddings/inference/inference.ts';
import type { EmbeddingsService } from '../embeddings/service.ts';
import type { RunningJob } from '../jobs/runJob.ts';
import type { TripletsService } from '../triplets/service.ts';
import { baselineFigures, embedByColour } from './baselines.ts';
import { judge } from './judge.ts';
import type { EvaluationOf } from './store.ts';
import type { StoredReport } from './storedReport.ts';

export type ReportDeps = Pick<ServiceDeps, 'database' | 'storage' | 'env'> & {
  embeddings: EmbeddingsService;
  triplets: TripletsService;
};

/**
 * Embeds what is judged in worker threads, so that this process stays responsive, and compares.
 * @throws CANCELLED, NOT_FOUND, TRIPLETS_EMPTY, and what a model or image that can not be read throws
 */
export async function makeReport(
  { database, storage, env, embeddings, triplets }: ReportDeps,
  of: EvaluationOf,
  { signal, progress }: Pick<RunningJob, 'signal' | 'progress'>,
): Promise<StoredReport> {
  const model = await embeddings.models.require(of.modelVersionId);
  const set = await triplets.requireSet(of.tripletSetId);
  const images = createDatasetStore(database);
  const judged = await loadJudged({ images, triplets, storage }, set, {
    split: of.split,
    preprocessing: model.preprocessing,
    signal,
    onProgress: (done, total) => progress('decoding images', done, total),
  });
  const { backend, enableWebgpu } = env;
  const directory = embeddings.models.directoryOf(model);
  const inference = await openInference({ directory, backend, enableWebgpu });
  const vectors = await embedJudged(judged, (pixels) => inference.embed(pixels), {
    signal,
    onProgress: (done) => progress('embedding images', done, judged.data.count),
  }).finally(() => inference.close());
  progress('comparing');
  const histogram = await baselineFigures(judged, embedByColour, signal);
  return { ...judge(judged, vectors), baselines: { histogram } };
}
