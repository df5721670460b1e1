/** What the training process and the process that started it say to each other. */
import type { TrainingEvent } from '@semblance/ml';
import type { Env } from '../env.ts';

/** How a run that was asked to stop shall end: for good, or to be taken up again. */
export type StopAs = 'cancel' | 'requeue';

export type ToChild = { type: 'start'; runId: string; env: Env } | { type: 'stop'; as: StopAs };

export type FromChild =
  | { type: 'ready' }
  | { type: 'phase'; phase: string; done?: number; total?: number }
  | { type: 'event'; event: TrainingEvent }
  /** Largest resident size of the training process, in bytes. */
  | { type: 'usage'; peakBytes: number };

/** What the caller of a run hears. */
export type RunEvent =
  | { type: 'process'; pid: number }
  | Extract<FromChild, { type: 'phase' | 'event' | 'usage' }>;
