import type { Figure } from '@semblance/ml';
import type { TrainingRun } from '../../../../prisma/client/client.ts';
import type { ModelVersion } from '../embeddings/models/modelVersion.ts';
import { figuresOf } from './figures.ts';
import type { EvaluationRow } from './store.ts';

/**
 * All figures of a model version: those of its evaluations, newest first, then what its checkpoint
 * had on the validation split of the set that it was trained on.
 */
export function modelFigures(
  model: Pick<ModelVersion, 'manifest'>,
  run: Pick<TrainingRun, 'tripletSetId'> | null,
  evaluations: readonly EvaluationRow[],
): Figure[] {
  const { metrics } = model.manifest;
  const tripletSet = run?.tripletSetId ?? null;
  const of = { split: 'VAL', checkpoint: null, tripletSet, baseline: 'none' } as const;
  return [...evaluations.flatMap((each) => each.metrics), ...figuresOf(metrics, of)];
}
