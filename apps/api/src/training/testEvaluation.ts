import {
  type BackendOptions,
  createUntrainedEmbedder,
  isMlError,
  loadEmbedder,
  type TrainingConfig,
} from '@semblance/ml';
import { baselineFigures, embedByColour } from '../evaluation/baselines.ts';
import { embedJudged, type Judged, judgedOf } from '../evaluation/judged.ts';
import { type Figures, judge, type StoredReport } from '../evaluation/storedReport.ts';
import type { LoadedTriplets } from './trainingData.ts';

export interface TestRequest {
  loaded: LoadedTriplets;
  config: TrainingConfig;
  /** Folder of the checkpoint to judge. */
  directory: string;
  backend: BackendOptions;
  signal: AbortSignal;
  onPhase: (phase: string) => void;
}

/**
 * Judges a checkpoint on the products that it never saw, next to the same network untrained and to
 * a colour histogram; null where there is nothing to judge it on.
 */
export async function evaluateTest(request: TestRequest): Promise<StoredReport | null> {
  const { loaded, directory, backend, signal } = request;
  if (loaded.test.length === 0 && !loaded.testHeldOut) return null;
  const judged = judgedOf({ ...loaded, triplets: loaded.test, heldOut: loaded.testHeldOut });
  request.onPhase('testing the best checkpoint');
  const trained = await loadEmbedder(directory, backend);
  const vectors = await embedJudged(judged, trained.embed, { signal }).finally(trained.dispose);
  request.onPhase('testing the untrained network');
  const before = await untrainedFigures(request, judged);
  request.onPhase('testing the colour histogram');
  const histogram = await baselineFigures(judged, embedByColour, signal);
  return { ...judge(judged, vectors), baselines: { ...before, histogram } };
}

/**
 * Nothing where the untrained network gives no direction at all: MobileNet before its batch
 * statistics have been gathered shrinks every image to zero.
 */
async function untrainedFigures(
  { config, backend, signal }: TestRequest,
  judged: Judged,
): Promise<{ untrained?: Figures }> {
  const untrained = await createUntrainedEmbedder(config.model, config.seed, backend);
  try {
    return { untrained: await baselineFigures(judged, untrained.embed, signal) };
  } catch (error) {
    if (isMlError(error, 'EMBEDDINGS_COLLAPSED')) return {};
    throw error;
  } finally {
    untrained.dispose();
  }
}
