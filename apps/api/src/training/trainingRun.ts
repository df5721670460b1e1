import { completeSavedConfig, type TrainingConfig } from '@semblance/ml';
import type { TrainingRun as TrainingRunRow } from '../../../../prisma/client/client.ts';

/** A run as its row keeps it, with its JSON read. */
export interface TrainingRun extends Omit<TrainingRunRow, 'config'> {
  /**
   * What it trains with, also where it was saved before a setting existed or under the setting's
   * earlier name. It may name a model or a loss that no longer exists.
   */
  config: TrainingConfig;
}

export function trainingRunOf(row: TrainingRunRow): TrainingRun {
  return { ...row, config: completeSavedConfig(row.config) };
}
