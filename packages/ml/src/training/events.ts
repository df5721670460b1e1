import type { BackendReport } from '../backend/report.ts';
import type { ParameterCounts } from '../models/parameters.ts';

/** Measurements by name, e.g. `tripletAccuracy` (0..1), `precisionAt10`, `recallAt1`, `mapAtR`. */
export type Metrics = Record<string, number>;

export interface BestCheckpoint {
  step: number;
  epoch: number;
  metric: string;
  value: number;
}

/** What a training run tells while it runs, in order. */
export type TrainingEvent =
  | {
      type: 'started';
      backend: BackendReport;
      parameters: ParameterCounts;
      /** Steps of the whole run. */
      steps: number;
      epochs: number;
      resumedFromStep?: number;
    }
  | {
      type: 'step';
      /** From 1. */
      step: number;
      /** From 1. */
      epoch: number;
      loss: number;
      activeShare: number;
      imagesPerSecond: number;
      learningRate: number;
    }
  | { type: 'evaluated'; step: number; epoch: number; split: 'TRAIN' | 'VAL'; metrics: Metrics }
  | { type: 'checkpointed'; step: number; kind: 'LATEST' | 'BEST'; path: string }
  | { type: 'finished'; step: number; best?: BestCheckpoint; reason: 'completed' | 'cancelled' };
