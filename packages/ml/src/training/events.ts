import type { BackendReport } from '../backend/report.ts';
import type { BestCheckpoint } from '../checkpoints/checkpointManifest.ts';
import type { Metrics } from '../evaluation/metric.ts';
import type { ParameterCounts } from '../models/definition.ts';
import type { StepResult } from './step.ts';

/** `no improvement` is early stopping. */
export type FinishReason = 'completed' | 'cancelled' | 'no improvement';

/** What a training run tells while it runs, in order. */
export type TrainingEvent =
  | {
      type: 'started';
      backend: BackendReport;
      parameters: ParameterCounts;
      /** Steps of the whole run. */
      steps: number;
      epochs: number;
      /** Parts that each batch is divided into, and threads that compute them. */
      shards: number;
      threads: number;
      resumedFromStep?: number;
    }
  | ({
      type: 'step';
      /** From 1. */
      step: number;
      /** From 1. */
      epoch: number;
      learningRate: number;
      imagesPerSecond: number;
      /** From the wait for its images to the changed weights. */
      seconds: number;
      /** Share of that time spent waiting for images, 0..1. */
      inputShare: number;
      /** A sentence for a person, when steps have looked bad for a while. */
      warning?: string;
    } & StepResult)
  | { type: 'evaluated'; step: number; epoch: number; split: 'TRAIN' | 'VAL'; metrics: Metrics }
  | { type: 'checkpointed'; step: number; kind: 'LATEST' | 'BEST'; path: string }
  | { type: 'finished'; step: number; best?: BestCheckpoint; reason: FinishReason };
