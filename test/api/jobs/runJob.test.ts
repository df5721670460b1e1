import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { cancelled } from '../../../apps/api/src/errors.ts';
import { createJobRows, HEARTBEAT_MS, type JobRows } from '../../../apps/api/src/jobs/jobRow.ts';
import { type RunJobOptions, type RunningJob, runJob } from '../../../apps/api/src/jobs/runJob.ts';
import { createLogger } from '../../../apps/api/src/logger.ts';
import type { EmbedRun } from '../../../prisma/client/client.ts';
import { type TestDatabase, testDatabase } from '../../support/database.ts';
import { insertModel } from '../embeddings/rows.ts';

let test: TestDatabase;
let rows: JobRows;
let id: string;

beforeAll(async () => {
  test = await testDatabase();
  rows = createJobRows(test.database.prisma, 'EmbedRun');
});
afterAll(() => test?.close());
beforeEach(async () => {
  const { id: modelVersionId } = await insertModel(test.database, 4);
  ({ id } = await test.database.prisma.embedRun.create({ data: { modelVersionId } }));
});

function run<Result>(
  work: (running: RunningJob) => Promise<Result>,
  options: RunJobOptions = {},
): Promise<{ readonly result: Result } | undefined> {
  const deps = { client: test.database.prisma, logger: createLogger(test.env) };
  return runJob(deps, { id, table: 'EmbedRun', name: 'The work' }, options, work);
}

const row = (): Promise<EmbedRun> =>
  test.database.prisma.embedRun.findUniqueOrThrow({ where: { id } });

/** Settles when the signal fires, with what it fired for. */
const fired = (signal: AbortSignal): Promise<never> =>
  new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason));
  });

describe('the work of a row', () => {
  it('ends the row as succeeded and gives back what was made', async () => {
    const done = await run(async ({ progress }) => {
      progress('counting', 2, 2);
      return 7;
    });
    expect(done).toEqual({ result: 7 });
    expect(await row()).toMatchObject({ status: 'SUCCEEDED', done: 2, total: 2, error: null });
  });

  it('shows what is being done', async () => {
    await run(async ({ progress }) => {
      progress('counting', 1, 2);
      await expect.poll(async () => (await row()).phase).toBe('counting');
      progress('building');
      await expect.poll(async () => (await row()).phase).toBe('building');
    });
  });

  it('leaves alone a row that another process is at', async () => {
    await run(async () => {
      expect(await run(async () => 'twice')).toBeUndefined();
    });
  });

  it('says why it failed', async () => {
    const failing = run(async () => {
      throw Object.assign(new Error('no space'), { code: 'ENOSPC' });
    });
    await expect(failing).rejects.toThrow('no space');
    expect(await row()).toMatchObject({ status: 'FAILED', errorCode: 'DISK_FULL' });
  });

  it('stops when someone cancels the row', async () => {
    const running = run(async ({ signal }) => {
      await rows.requestCancel(id);
      await fired(signal);
    });
    await expect(running).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(await row()).toMatchObject({ status: 'CANCELLED', errorCode: 'CANCELLED' });
  });

  it('hears of it with its next progress, without waiting for a heartbeat', async () => {
    const running = run(async ({ signal, progress }) => {
      await rows.requestCancel(id);
      progress('counting');
      await expect.poll(() => signal.aborted, { timeout: HEARTBEAT_MS - 500 }).toBe(true);
      throw signal.reason;
    });
    await expect(running).rejects.toMatchObject({ code: 'CANCELLED' });
  });

  it('leaves what was said last on a row that ends early', async () => {
    const running = run(async ({ progress }) => {
      for (let done = 0; done <= 5; done++) progress('counting', done, 9);
      throw cancelled('The work');
    });
    await expect(running).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(await row()).toMatchObject({ status: 'CANCELLED', done: 5, total: 9 });
  });

  it('ends the row when its caller cancels', async () => {
    const caller = new AbortController();
    const running = run(
      async ({ signal }) => {
        caller.abort(cancelled('The work'));
        if (signal.aborted) throw signal.reason;
      },
      { signal: caller.signal },
    );
    await expect(running).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(await row()).toMatchObject({ status: 'CANCELLED' });
  });

  it('hands the row on when only this process stops', async () => {
    const worker = new AbortController();
    const running = run(
      async ({ signal }) => {
        worker.abort(cancelled('This process'));
        if (signal.aborted) throw signal.reason;
      },
      { signal: worker.signal, onAbort: 'requeue' },
    );
    await expect(running).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(await row()).toMatchObject({ status: 'QUEUED', finishedAt: null, error: null });
  });

  it('writes nothing once another process has taken over', async () => {
    const running = run(async ({ signal }) => {
      await test.database.pool.query(
        `UPDATE "EmbedRun" SET "heartbeatAt" = now() - interval '1 hour' WHERE id = $1`,
        [id],
      );
      expect(await rows.claim(id)).not.toBeNull();
      await fired(signal);
    });
    await expect(running).rejects.toMatchObject({ code: 'CONFLICT' });
    expect(await row()).toMatchObject({ status: 'RUNNING', error: null });
  });

  it('keeps what was said last of its progress, also when it succeeds before that is written', async () => {
    await run(async ({ progress, succeed }) => {
      progress('counting', 1, 3);
      progress('counting', 2, 3);
      await test.database.prisma.$transaction((tx) => succeed({ client: tx }));
    });
    expect(await row()).toMatchObject({ status: 'SUCCEEDED', done: 2, total: 3 });
  });

  it('may succeed inside a transaction, once', async () => {
    await run(async ({ succeed }) => {
      await test.database.prisma.$transaction((tx) => succeed({ client: tx, note: 'all but one' }));
    });
    expect(await row()).toMatchObject({ status: 'SUCCEEDED', error: 'all but one' });
  });
});
