import {
  type BackendOptions,
  createUntrainedEmbedder,
  type InitialWeightsSource,
  isMlError,
  loadEmbedder,
  type TrainingConfig,
} from '@semblance/ml';
import { embedJudged, type Judged, judgedOf } from '../datasets/judged.ts';
import { baselineFigures, embedByColour } from '../evaluation/baselines.ts';
import { judge } from '../evaluation/judge.ts';
import type { StoredReport } from '../evaluation/storedReport.ts';
import type { LoadedTriplets } from './trainingData.ts';

export interface TestRequest {
  loaded: LoadedTriplets;
  config: TrainingConfig;
  /** What training started from; random weights where undefined. */
  initialWeights: InitialWeightsSource | undefined;
  /** Folder of the checkpoint to judge. */
  directory: string;
  backend: BackendOptions;
  signal: AbortSignal;
  onPhase: (phase: string) => void;
}

/**
 * Judges a checkpoint on the products that it never saw, next to the same network as it
 * started and to a colour histogram; null where there is nothing to judge it on.
 */
export async function evaluateTest(request: TestRequest): Promise<StoredReport | null> {
  const { loaded, directory, backend, signal } = request;
  if (loaded.test.length === 0 && !loaded.testHeldOut) return null;
  const judged = judgedOf(loaded, { triplets: loaded.test, heldOut: loaded.testHeldOut });
  request.onPhase('testing the best checkpoint');
  const trained = await loadEmbedder(directory, backend);
  const vectors = await embedJudged(judged, trained.embed, { signal }).finally(trained.dispose);
  request.onPhase('testing the network as it started');
  const before = await figuresAtStart(request, judged);
  request.onPhase('testing the colour histogram');
  const histogram = await baselineFigures(judged, embedByColour, signal);
  return { ...judge(judged, vectors), baselines: { ...before, histogram } };
}

/**
 * Named `pretrained` where training started from weights that had been trained, else `untrained`.
 * Nothing where the untrained network gives no direction at all: MobileNet before its batch
 * statistics have been gathered shrinks every image to zero.
 */
async function figuresAtStart(
  { config, initialWeights, backend, signal }: TestRequest,
  judged: Judged,
): Promise<Pick<StoredReport['baselines'], 'untrained' | 'pretrained'>> {
  const { model, seed, embeddingDimension } = config;
  const options = { backend, initialWeights, embeddingDimension };
  const start = await createUntrainedEmbedder(model, seed, options);
  try {
    const figures = await baselineFigures(judged, start.embed, signal);
    return initialWeights ? { pretrained: figures } : { untrained: figures };
  } catch (error) {
    if (isMlError(error, 'EMBEDDINGS_COLLAPSED')) return {};
    throw error;
  } finally {
    start.dispose();
  }
}
