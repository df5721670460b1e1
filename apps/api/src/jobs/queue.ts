import { setTimeout as delay } from 'node:timers/promises';
import { type Job, PgBoss } from 'pg-boss';
import type { Database } from '../database/database.ts';
import { AppError } from '../errors.ts';
import type { Logger } from '../logger.ts';

export const QUEUES = [
  'catalog.import',
  'catalog.changes',
  'catalog.source',
  'triplets.make',
  'training.run',
  'embeddings.embed',
  'evaluation.run',
] as const;
export type QueueName = (typeof QUEUES)[number];

/** A job only names its row: what to do and whether it is still wanted stands there. */
export interface JobData {
  readonly id: string;
}

/** `signal` fires when this process is asked to stop; its reason is a CANCELLED AppError. */
export type JobHandler = (data: JobData, context: { signal: AbortSignal }) => Promise<void>;

/** The queue of background work, kept in the same Postgres (schema "pgboss"). */
export interface Jobs {
  start(): Promise<void>;
  /** Graceful: fires every running job's signal and waits for the handlers to return. */
  stop(options?: { graceful?: boolean }): Promise<void>;
  /** Does nothing when not started: such an entry point (a command) does the work itself. */
  send(queue: QueueName, data: JobData, options?: { afterSeconds?: number }): Promise<void>;
  /** Runs jobs of a queue here. A handler that throws is tried again, so it must be idempotent. */
  work(queue: QueueName, handler: JobHandler, options?: { concurrency?: number }): Promise<void>;
  /**
   * Does a small task now and again each `ms` after it has ended, until `stop`. One that fails is
   * logged and tried at its next time. It keeps no process alive.
   */
  every(ms: number, task: () => Promise<void>): void;
}

/** pg-boss allows at most a day; a longer job is handed out again and resumes where it was. */
const EXPIRE_SECONDS = 24 * 60 * 60;
/** Generous, because one long statement holds up every other on the embedded database. */
const HEARTBEAT_SECONDS = 300;

export function createJobs(database: Pick<Database, 'url'>, logger: Logger): Jobs {
  const boss = new PgBoss({ connectionString: database.url, max: 2, schedule: false });
  boss.on('error', (error) => logger.error({ err: error }, 'job queue'));
  boss.on('warning', (warning) => logger.debug({ warning }, 'job queue'));
  const stopping = new AbortController();
  const running = new Set<Promise<void>>();
  let started = false;

  async function run(queue: QueueName, handler: JobHandler, job: Job<JobData>): Promise<void> {
    const signal = AbortSignal.any([stopping.signal, job.signal]);
    const log = logger.child({ queue, id: job.data.id });
    log.debug('job starts');
    try {
      await handler(job.data, { signal });
      log.debug('job ends');
    } catch (error) {
      if (!signal.aborted) log.error({ err: error }, 'job failed');
      throw error;
    }
  }

  async function repeat(ms: number, task: () => Promise<void>): Promise<void> {
    while (!stopping.signal.aborted) {
      await task().catch((error: unknown) => {
        if (!stopping.signal.aborted) logger.warn({ err: error }, 'a repeated task failed');
      });
      await delay(ms, undefined, { signal: stopping.signal, ref: false }).catch(() => undefined);
    }
  }

  return {
    async start() {
      await boss.start();
      for (const queue of QUEUES) await createQueue(boss, queue);
      started = true;
    },
    async stop({ graceful = true } = {}) {
      if (!started) return;
      started = false;
      stopping.abort(new AppError('CANCELLED', 'This process is stopping.'));
      if (graceful) await Promise.allSettled(running);
      await boss.stop({ graceful, timeout: 10_000 });
    },
    async send(queue, data, { afterSeconds = 0 } = {}) {
      if (started) await boss.send(queue, data, { startAfter: afterSeconds });
    },
    async work(queue, handler, { concurrency = 1 } = {}) {
      const options = { localConcurrency: concurrency, pollingIntervalSeconds: 1 };
      await boss.work<JobData>(queue, options, async ([job]) => {
        if (!job) return;
        const done = run(queue, handler, job);
        running.add(done);
        await done.finally(() => running.delete(done));
      });
    },
    every(ms, task) {
      const done = repeat(ms, task);
      running.add(done);
      void done.finally(() => running.delete(done));
    },
  };
}

async function createQueue(boss: PgBoss, queue: QueueName): Promise<void> {
  await boss.createQueue(queue, {
    expireInSeconds: EXPIRE_SECONDS,
    heartbeatSeconds: HEARTBEAT_SECONDS,
    retryLimit: 3,
    retryDelay: 1,
    retryBackoff: true,
    deleteAfterSeconds: 7 * 24 * 60 * 60,
  });
}
