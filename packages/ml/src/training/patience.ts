import type { Patience } from '../checkpoints/runProgress.ts';
import type { TrainingConfig } from './config.ts';

export const FRESH_PATIENCE: Patience = { sinceBest: 0, sinceChange: 0, lowered: 0 };

/** Patience after one more evaluation. */
export function afterEvaluation(
  before: Patience,
  isBest: boolean,
  config: Pick<TrainingConfig, 'plateauPatience'>,
): Patience {
  if (isBest) return { ...before, sinceBest: 0, sinceChange: 0 };
  const sinceBest = before.sinceBest + 1;
  const sinceChange = before.sinceChange + 1;
  if (sinceChange < config.plateauPatience) return { ...before, sinceBest, sinceChange };
  return { sinceBest, sinceChange: 0, lowered: before.lowered + 1 };
}

/** Whether early stopping ends the run now. */
export function isExhausted(
  { sinceBest }: Patience,
  { earlyStopping }: Pick<TrainingConfig, 'earlyStopping'>,
): boolean {
  return earlyStopping !== null && sinceBest >= earlyStopping;
}
