/** Does the work of one row: claims it, keeps it alive, hears a wish to stop, and ends it. */
import type { Logger } from 'pino';
import { AppError, cancelled, describeError } from '../errors.ts';
import {
  type Claim,
  createJobRows,
  HEARTBEAT_MS,
  type JobClient,
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
  /** Told to the row at most twice a second, and at each new phase; never waits. */
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
  const heart = keepAlive(deps, rows, claim, job, asked);
  const writer = createProgressWriter(deps, rows, claim, job);
  const signals = options.signal ? [asked.signal, options.signal] : [asked.signal];
  const running = createRunning(deps, job, claim, AbortSignal.any(signals), writer.progress);
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

/** A heartbeat that fails is logged; the next one makes up for it. */
function keepAlive(
  { logger }: JobDeps,
  rows: JobRows,
  claim: Claim,
  job: Job,
  asked: AbortController,
): NodeJS.Timeout {
  return setInterval(() => {
    rows.heartbeat(claim).then(
      (heard) => {
        if (heard === 'CANCEL') asked.abort(cancelled(job.name));
        if (heard === 'LOST') asked.abort(new LostError(job));
      },
      (error: unknown) => logger.warn({ err: error, ...labelOf(job) }, 'a heartbeat failed'),
    );
  }, HEARTBEAT_MS);
}

/** Writes one after another, so that an earlier progress never overwrites a later one. */
function createProgressWriter({ logger }: JobDeps, rows: JobRows, claim: Claim, job: Job) {
  let current = '';
  let writtenAt = 0;
  let writing: Promise<unknown> = Promise.resolve();
  return {
    progress(phase: string, done?: number, total?: number): void {
      const now = performance.now();
      const isDue = phase !== current || done === total || now - writtenAt >= WRITE_EVERY_MS;
      if (!isDue) return;
      current = phase;
      writtenAt = now;
      writing = writing
        .then(() => rows.progress(claim, { phase, done, total }))
        .catch((error: unknown) => {
          logger.warn({ err: error, ...labelOf(job) }, 'progress was not written');
        });
    },
    settled: () => writing,
  };
}

function createRunning(
  { client }: JobDeps,
  job: Job,
  claim: Claim,
  signal: AbortSignal,
  progress: RunningJob['progress'],
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
      if (!(await rows.end(claim, { status: 'SUCCEEDED', note }))) throw new LostError(job);
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
