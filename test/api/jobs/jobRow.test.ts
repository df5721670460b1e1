import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  createJobRows,
  type JobRows,
  type JobTable,
  SILENT_MS,
} from '../../../apps/api/src/jobs/jobRow.ts';
import { createLook } from '../../../apps/api/src/jobs/registerJob.ts';
import { type TestDatabase, testDatabase } from '../../support/database.ts';
import { insertModel } from '../embeddings/rows.ts';

let test: TestDatabase;
/** Makes a waiting row of each kind of long work. */
let make: Record<JobTable, () => Promise<{ id: string }>>;

beforeAll(async () => {
  test = await testDatabase();
  const { prisma } = test.database;
  const { id: catalogId } = await prisma.catalog.create({ data: { name: 'jobs' } });
  const set = { catalogId, source: 'GENERATED', version: 1 } as const;
  const newSet = () => prisma.tripletSet.create({ data: { ...set, name: randomUUID() } });
  const { id: tripletSetId } = await newSet();
  const { id: modelVersionId } = await insertModel(test.database, 4);
  const run = { name: 'run', tripletSetId, config: {}, seed: 1, totalEpochs: 1 };
  make = {
    ImportRun: () => prisma.importRun.create({ data: { catalogId, source: 'x', mapping: {} } }),
    TripletSet: newSet,
    TrainingRun: () => prisma.trainingRun.create({ data: run }),
    EmbedRun: () => prisma.embedRun.create({ data: { modelVersionId } }),
    Evaluation: () => prisma.evaluation.create({ data: { modelVersionId, split: 'TEST' } }),
  };
});
afterAll(() => test?.close());

interface Row {
  status: string;
  phase: string | null;
  done: number;
  total: number | null;
  cancelRequested: boolean;
  claimedBy: string | null;
  heartbeatAt: Date | null;
  errorCode: string | null;
  error: string | null;
  startedAt: Date | null;
  finishedAt: Date | null;
}

async function rowOf(table: JobTable, id: string): Promise<Row> {
  const { rows } = await test.database.pool.query<Row>(`SELECT * FROM "${table}" WHERE id = $1`, [
    id,
  ]);
  return rows[0] as Row;
}

/** As if nothing had been heard of the row's process since. */
async function silence(table: JobTable, id: string): Promise<void> {
  await test.database.pool.query(
    `UPDATE "${table}" SET "heartbeatAt" = now() - interval '${SILENT_MS + 1000} milliseconds'
     WHERE id = $1`,
    [id],
  );
}

const TABLES = ['ImportRun', 'TripletSet', 'TrainingRun', 'EmbedRun', 'Evaluation'] as const;

describe.each(TABLES)('the lifecycle of %s', (table) => {
  let rows: JobRows;
  let id: string;

  beforeEach(async () => {
    rows = createJobRows(test.database.prisma, table);
    ({ id } = await make[table]());
  });

  const claim = async () => {
    const claimed = await rows.claim(id);
    if (!claimed) throw new Error('not claimed');
    return claimed;
  };

  it('is claimed by one of many', async () => {
    const claims = await Promise.all(Array.from({ length: 5 }, () => rows.claim(id)));
    expect(claims.filter(Boolean)).toHaveLength(1);
    expect(await rowOf(table, id)).toMatchObject({ status: 'RUNNING', finishedAt: null });
  });

  it('is unknown under an id that no row has', async () => {
    expect(await rows.claim(randomUUID())).toBeNull();
    expect(await rows.requestCancel(randomUUID())).toBe(false);
  });

  it('goes through waiting, progress and success, and keeps when it first began', async () => {
    expect(await rows.waiting()).toContain(id);
    const first = await claim();
    const { startedAt } = await rowOf(table, id);
    expect(await rows.progress(first, { phase: 'reading', done: 3, total: 10 })).toBe('ALIVE');
    expect(await rowOf(table, id)).toMatchObject({ phase: 'reading', done: 3, total: 10 });
    expect(await rows.release(first)).toBe(true);
    expect(await rowOf(table, id)).toMatchObject({ status: 'QUEUED', claimedBy: null });
    const second = await claim();
    expect(await rows.end(second, { status: 'SUCCEEDED', note: 'one was left out' })).toBe(true);
    const row = await rowOf(table, id);
    expect(row).toMatchObject({ status: 'SUCCEEDED', error: 'one was left out', phase: null });
    expect(row.startedAt).toEqual(startedAt);
    expect(row.finishedAt).toBeInstanceOf(Date);
  });

  it('voids the claim of a process that was silent, so that it writes nothing more', async () => {
    const dead = await claim();
    expect(await rows.claim(id)).toBeNull();
    await silence(table, id);
    const next = await claim();
    expect(await rows.heartbeat(dead)).toBe('LOST');
    expect(await rows.progress(dead, { phase: 'late' })).toBe('LOST');
    const failed = { status: 'FAILED', errorCode: 'INTERNAL', error: 'late' } as const;
    expect(await rows.end(dead, failed)).toBe(false);
    expect(await rows.release(dead)).toBe(false);
    expect(await rows.heartbeat(next)).toBe('ALIVE');
    expect(await rowOf(table, id)).toMatchObject({ status: 'RUNNING', claimedBy: next.token });
  });

  it('ends at once when it is cancelled while it waits', async () => {
    expect(await rows.requestCancel(id)).toBe(true);
    const row = await rowOf(table, id);
    expect(row).toMatchObject({ status: 'CANCELLED', errorCode: 'CANCELLED' });
    expect(row.finishedAt).toBeInstanceOf(Date);
    expect(await rows.claim(id)).toBeNull();
    expect(await rows.requestCancel(id)).toBe(false);
  });

  it('hears of a cancellation while it runs, and is not handed on after it', async () => {
    const claimed = await claim();
    expect(await rows.requestCancel(id)).toBe(true);
    expect(await rows.heartbeat(claimed)).toBe('CANCEL');
    expect(await rows.release(claimed)).toBe(true);
    expect(await rowOf(table, id)).toMatchObject({ status: 'CANCELLED', errorCode: 'CANCELLED' });
  });

  it('ends at once when it is cancelled after its process died', async () => {
    const dead = await claim();
    await silence(table, id);
    expect(await rows.requestCancel(id)).toBe(true);
    expect(await rowOf(table, id)).toMatchObject({ status: 'CANCELLED', claimedBy: null });
    expect(await rows.heartbeat(dead)).toBe('LOST');
  });

  it('waits again when it ended early, and not when it succeeded', async () => {
    const failed = { status: 'FAILED', errorCode: 'DISK_FULL', error: 'full' } as const;
    await rows.end(await claim(), failed);
    expect(await rowOf(table, id)).toMatchObject({ status: 'FAILED', errorCode: 'DISK_FULL' });
    expect(await rows.reopen(id)).toBe(true);
    expect(await rowOf(table, id)).toMatchObject({ status: 'QUEUED', error: null });
    await rows.end(await claim(), { status: 'SUCCEEDED' });
    expect(await rows.reopen(id)).toBe(false);
  });

  it('is requeued once two looks found it silent, and not when a heartbeat came between', async () => {
    const look = createLook(rows);
    const claimed = await claim();
    await silence(table, id);
    expect(await look()).not.toContain(id);
    expect(await rows.heartbeat(claimed)).toBe('ALIVE');
    expect(await look()).not.toContain(id);
    await silence(table, id);
    expect(await look()).not.toContain(id);
    expect(await look()).toContain(id);
    expect(await rowOf(table, id)).toMatchObject({ status: 'QUEUED', claimedBy: null });
    expect(await rows.heartbeat(claimed)).toBe('LOST');
  });

  it('ends instead of being requeued when a dead process had been asked to stop', async () => {
    const look = createLook(rows);
    const claimed = await claim();
    await rows.requestCancel(id);
    expect(await rows.heartbeat(claimed)).toBe('CANCEL');
    await silence(table, id);
    await look();
    expect(await look()).not.toContain(id);
    expect(await rowOf(table, id)).toMatchObject({ status: 'CANCELLED' });
  });

  it('counts rows that a living process is at', async () => {
    const before = await rows.countActive();
    await claim();
    expect(await rows.countActive()).toBe(before + 1);
    await silence(table, id);
    expect(await rows.countActive()).toBe(before);
  });
});

describe('rows of long work', () => {
  it('end together with what a transaction writes, or not at all', async () => {
    const { prisma } = test.database;
    const { id } = await make.EmbedRun();
    const claimed = await createJobRows(prisma, 'EmbedRun').claim(id);
    if (!claimed) throw new Error('not claimed');
    const undone = prisma.$transaction(async (tx) => {
      await createJobRows(tx, 'EmbedRun').end(claimed, { status: 'SUCCEEDED' });
      throw new Error('the rest failed');
    });
    await expect(undone).rejects.toThrow('the rest failed');
    expect(await rowOf('EmbedRun', id)).toMatchObject({ status: 'RUNNING' });
  });
});
