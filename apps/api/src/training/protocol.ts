/** What the training process and the process that started it say to each other. */
import type { TrainingEvent } from '@semblance/ml';
import type { Env } from '../env.ts';
import type { ErrorCode } from '../errors.ts';
import type { Claim } from '../jobs/jobRow.ts';

/** `claim`: the right to the run's row, which the starting process keeps alive and ends. */
export type ToChild = { type: 'start'; claim: Claim; env: Env } | { type: 'stop' };

/** How the work of the training process ended. */
export type TrainingOutcome = { ok: true } | { ok: false; code: ErrorCode; message: string };

export type FromChild =
  | { type: 'ready' }
  | { type: 'phase'; phase: string; done?: number | undefined; total?: number | undefined }
  | { type: 'event'; event: TrainingEvent }
  | { type: 'ended'; outcome: TrainingOutcome }
  /** Largest resident size of the training process, in bytes. */
  | { type: 'usage'; peakBytes: number };

/** What the caller of a run hears. */
export type RunEvent =
  | { type: 'process'; pid: number }
  | Extract<FromChild, { type: 'phase' | 'event' | 'usage' }>;
