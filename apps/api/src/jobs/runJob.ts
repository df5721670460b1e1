/** Does the work of one row: claims it, keeps it alive, hears a wish to stop, and ends it. */
import type { Logger } from 'pino';
import { AppError, cancelled, describeError } from '../errors.ts';
import {
  type Claim,
  createJobRows,
  HEARTBEAT_MS,
  type Heartbeat,
  type JobClient,
  type JobProgress,
  type JobRows,
  type JobTable,
} from './jobRow.ts';

export interface RunJobOptions {
  readonly signal?: AbortSignal | undefined;
  /** What the signal means: the end of the work, or only of this process (default: of the work). */
  readonly onAbort?: 'cancel' | 'requeue' | undefined;
}

export interface Job {
  readonly id: string;
  readonly table: JobTable;
  /** What errors call it: "The import". */
  readonly name: string;
}

/** What the work is given. */
export interface RunningJob {
  readonly claim: Claim;
  /** Fires when the row is to be cancelled, was lost, or this process is asked to stop. */
  readonly signal: AbortSignal;
  /** Told to the row at most twice a second, at each new phase and at the end; never waits. */
  progress(phase: string, done?: number, total?: number): void;
  /**
   * Ends the row as SUCCEEDED before `runJob` would: within a transaction, together with what the
   * work leaves, or with a note.
   * @throws CONFLICT when the row was lost, so that the transaction is undone
   */
  succeed(options?: { readonly client?: JobClient; readonly note?: string | null }): Promise<void>;
}

export interface JobDeps {
  readonly client: JobClient;
  readonly logger: Logger;
}

const WRITE_EVERY_MS = 500;

/**
 * Claims a row and does its work. What the work throws ends the row: CANCELLED, FAILED with its
 * code and message, or back in the queue when only this process stops.
 * @returns what the work returned; undefined when the row was not to be claimed
 * @throws what ended the work early, after the row says so; CONFLICT when another process took over
 */
export async function runJob<Result>(
  deps: JobDeps,
  job: Job,
  options: RunJobOptions,
  work: (running: RunningJob) => Promise<Result>,
): Promise<{ readonly result: Result } | undefined> {
  const rows = createJobRows(deps.client, job.table);
  const claim = await rows.claim(job.id);
  if (!claim) return undefined;
  const asked = new AbortController();
  const hear = (heard: Heartbeat) => {
    if (heard === 'CANCEL') asked.abort(cancelled(job.name));
    if (heard === 'LOST' && !running.hasSucceeded()) asked.abort(new LostError(job));
  };
  const heart = keepAlive(deps, rows, claim, job, hear);
  const writer = createProgressWriter(deps, rows, claim, job, hear);
  const signals = options.signal ? [asked.signal, options.signal] : [asked.signal];
  const running = createRunning(deps, job, claim, AbortSignal.any(signals), writer);
  try {
    const result = await work(running);
    await writer.settled();
    if (!running.hasSucceeded()) await running.succeed();
    return { result };
  } catch (error) {
    await writer.settled();
    if (asked.signal.reason instanceof LostError) throw asked.signal.reason;
    if (!running.hasSucceeded()) await endEarly(deps, rows, claim, job, options, asked, error);
    throw error;
  } finally {
    clearInterval(heart);
  }
}

/** Another process has the row, or it has ended: nothing that this one knows may be written. */
class LostError extends AppError {
  constructor(job: Job) {
    super('CONFLICT', `${job.name} was taken over by another process.`, { id: job.id });
  }
}

/**
 * A heartbeat that fails is logged; the next one makes up for it. While one waits for its answer no
 * other is sent: behind a long statement of the embedded database they would take up every
 * connection of this process.
 */
function keepAlive(
  { logger }: JobDeps,
  rows: JobRows,
  claim: Claim,
  job: Job,
  hear: (heard: Heartbeat) => void,
): NodeJS.Timeout {
  let waits = false;
  return setInterval(async () => {
    if (waits) return;
    waits = true;
    try {
      hear(await rows.heartbeat(claim));
    } catch (error) {
      logger.warn({ err: error, ...labelOf(job) }, 'a heartbeat failed');
    } finally {
      waits = false;
    }
  }, HEARTBEAT_MS);
}

/** Writes one after another, so that an earlier progress never overwrites a later one. */
function createProgressWriter(
  { logger }: JobDeps,
  rows: JobRows,
  claim: Claim,
  job: Job,
  hear: (heard: Heartbeat) => void,
) {
  let last: JobProgress = { phase: '' };
  let written = last;
  let writtenAt = 0;
  let writing: Promise<unknown> = Promise.resolve();

  function write(): void {
    const progress = last;
    written = progress;
    writtenAt = performance.now();
    writing = writing
      .then(async () => hear(await rows.progress(claim, progress)))
      .catch((error: unknown) => {
        logger.warn({ err: error, ...labelOf(job) }, 'progress was not written');
      });
  }

  return {
    /** What was said last, written or not. */
    last: () => last,
    progress(phase: string, done?: number, total?: number): void {
      last = { phase, done, total };
      const isNew = phase !== written.phase || (done !== undefined && done === total);
      if (isNew || performance.now() - writtenAt >= WRITE_EVERY_MS) write();
    },
    /** Once what was said last is written. */
    settled(): Promise<unknown> {
      if (last !== written) write();
      return writing;
    },
  };
}

type ProgressWriter = ReturnType<typeof createProgressWriter>;

function createRunning(
  { client }: JobDeps,
  job: Job,
  claim: Claim,
  signal: AbortSignal,
  { progress, last }: ProgressWriter,
) {
  let succeeded = false;
  return {
    claim,
    signal,
    progress,
    hasSucceeded: () => succeeded,
    async succeed(options: { client?: JobClient; note?: string | null } = {}) {
      const { note = null } = options;
      const rows = createJobRows(options.client ?? client, job.table);
      // The last progress goes with it: a write of its own would wait for this transaction.
      const isEnded = await rows.end(claim, { status: 'SUCCEEDED', note }, last());
      if (!isEnded) throw new LostError(job);
      succeeded = true;
    },
  };
}

/** Says on the row why the work did not succeed. */
async function endEarly(
  { logger }: JobDeps,
  rows: JobRows,
  claim: Claim,
  job: Job,
  options: RunJobOptions,
  asked: AbortController,
  error: unknown,
): Promise<void> {
  const { code, message, expected } = describeError(error);
  const isHandedOn = options.signal?.aborted && options.onAbort === 'requeue';
  if (code === 'CANCELLED' && isHandedOn && !asked.signal.aborted) {
    await rows.release(claim);
    return;
  }
  if (!expected) logger.error({ err: error, ...labelOf(job) }, `${job.name} failed`);
  const status = code === 'CANCELLED' ? 'CANCELLED' : 'FAILED';
  await rows.end(claim, { status, errorCode: code, error: message });
}

const labelOf = ({ table, id }: Job) => ({ table, id });
