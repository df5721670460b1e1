import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Database, openDatabase } from '../../../apps/api/src/database/database.ts';
import { registerEmbeddingsJobs } from '../../../apps/api/src/embeddings/runs/job.ts';
import type { EmbedOptions } from '../../../apps/api/src/embeddings/runs/service.ts';
import { createJobRows, SILENT_MS } from '../../../apps/api/src/jobs/jobRow.ts';
import { createJobs, type Jobs } from '../../../apps/api/src/jobs/queue.ts';
import { createLook } from '../../../apps/api/src/jobs/registerJob.ts';
import type { Services } from '../../../apps/api/src/services.ts';
import type { EmbedRun } from '../../../prisma/client/client.ts';
import { type TestServices, testServices } from '../../support/services.ts';
import { insertProducts } from './rows.ts';
import { storePictures, tinyCheckpoint } from './tinyModel.ts';

const CHILD = fileURLToPath(new URL('embedChild.ts', import.meta.url));
const IMAGES = 200;

describe('the embedding job', () => {
  let test: TestServices;
  let services: Services;
  let checkpoint: string;
  beforeAll(async () => {
    test = await testServices({ jobs: true });
    services = test.services;
    checkpoint = await tinyCheckpoint();
    const products = await insertProducts(services.database, IMAGES);
    await storePictures(
      services,
      products.flatMap((product) => product.imageIds),
    );
  });
  afterAll(async () => {
    await test.close();
    await rm(checkpoint, { recursive: true, force: true });
  });

  const register = (name: string) =>
    services.embeddings.models.register({ name, checkpointDirectory: checkpoint });

  const poll = <T>(id: string, read: (run: EmbedRun) => T) =>
    expect.poll(async () => read(await services.embeddings.runs.require(id)), {
      interval: 50,
    });

  async function startWorker(does: Services = services): Promise<Jobs> {
    const jobs = createJobs(services.database, services.logger);
    await jobs.start();
    await registerEmbeddingsJobs(jobs, does);
    return jobs;
  }

  /** Services whose embedding runs `then` once its first batch is stored. */
  function afterOneBatch(then: () => void): Services {
    const { embeddings } = services;
    const { runs } = embeddings;
    const embed = (id: string, options: EmbedOptions = {}) =>
      runs.embed(id, { ...options, onProgress: ({ done }) => done > 0 && then() });
    return { ...services, embeddings: { ...embeddings, runs: { ...runs, embed } } };
  }

  it('is put back when its worker stops, and finished by the next worker', async () => {
    const { embeddings } = services;
    const model = await register('model');
    const stopped = Promise.withResolvers<void>();
    const first = await startWorker(
      afterOneBatch(() => stopped.resolve(first.stop({ graceful: true }))),
    );
    const { id } = await embeddings.runs.start(model.id, true);
    await stopped.promise;
    const left = await embeddings.runs.require(id);
    expect(left).toMatchObject({ status: 'QUEUED', error: null, finishedAt: null });
    expect(left.done).toBeGreaterThan(0);
    expect(left.done).toBeLessThan(IMAGES);

    const second = await startWorker();
    await poll(id, (run) => [run.status, run.error]).toEqual(['SUCCEEDED', null]);
    expect((await embeddings.runs.require(id)).total).toBe(IMAGES - left.done);
    expect((await embeddings.models.findProduction())?.id).toBe(model.id);
    await second.stop({ graceful: true });
  });

  it('is taken up by another worker when its own is killed, and keeps when it began', async () => {
    const { runs, models } = services.embeddings;
    const model = await register('killed');
    const { id } = await runs.create(model.id);
    const env = { ...process.env, ...test.variables };
    const child = spawn(process.execPath, [CHILD, id], { env, stdio: 'inherit' });
    expect(await once(child, 'exit')).toEqual([null, 'SIGKILL']);
    const left = await runs.require(id);
    expect(left.status).toBe('RUNNING');
    const stored = (await models.coverage([model.number])).get(model.number)?.embedded ?? 0;
    expect(stored).toBeGreaterThan(0);
    expect(stored).toBeLessThan(IMAGES);

    // As if it had been silent for so long.
    await services.database.pool.query(
      `UPDATE "EmbedRun" SET "heartbeatAt" = "heartbeatAt" - $2::int * interval '1 millisecond'
       WHERE id = $1`,
      [id, SILENT_MS],
    );
    const next = await startWorker();
    await poll(id, (run) => [run.status, run.error]).toEqual(['SUCCEEDED', null]);
    const run = await runs.require(id);
    expect(run).toMatchObject({ total: IMAGES - stored, done: IMAGES - stored });
    expect(run.startedAt).toEqual(left.startedAt);
    await next.stop({ graceful: true });
  });

  it('stays with its worker while the building of its index holds up every statement', async () => {
    const { runs } = services.embeddings;
    const { id } = await runs.create((await register('held up')).id);
    const other = await openDatabase(services.env);
    // Open already: a connection is not made either while the database is busy.
    await Promise.all([1, 2, 3].map(() => other.pool.query('SELECT pg_sleep(0.1)')));
    const { building, heartbeatSent } = holdUpIndex(services.database, id);
    const rows = createJobRows(other.prisma, 'EmbedRun');
    const look = createLook(rows);

    const embedded = runs.embed(id);
    await building;
    const early = look();
    await heartbeatSent;
    const claim = rows.claim(id);
    expect(await early).toEqual([]);
    expect(await claim).toBeNull();
    expect(await look()).toEqual([]);
    expect(await embedded).toMatchObject({ status: 'SUCCEEDED', done: IMAGES });
    await other.close();
  });
});

type Query = (text: string, values?: unknown[]) => Promise<{ rows: { phase: string }[] }>;

async function phaseOf(query: Query, id: string): Promise<string | undefined> {
  return (await query('SELECT phase FROM "EmbedRun" WHERE id = $1', [id])).rows[0]?.phase;
}

/** Makes the building of the index take so long that the run seems to have been silent. */
function holdUpIndex({ pool }: Database, id: string) {
  const building = Promise.withResolvers<void>();
  const heartbeatSent = Promise.withResolvers<void>();
  let isBuilding = false;
  const query: Query = pool.query.bind(pool);
  const run = query as (...args: unknown[]) => Promise<unknown>;
  const spy = vi.spyOn(pool, 'query').mockImplementation(async (...args: unknown[]) => {
    const [given] = args;
    const text = typeof given === 'string' ? given : String((given as { text?: string }).text);
    if (isBuilding && text.includes('SET "heartbeatAt"')) heartbeatSent.resolve();
    if (!text.startsWith('CREATE INDEX')) return run(...args);
    // What said so is a heartbeat too, and must not come in between.
    await expect.poll(() => phaseOf(query, id)).toBe('building the index');
    isBuilding = true;
    const held = query(`DO $$ BEGIN
      UPDATE "EmbedRun" SET "heartbeatAt" = "heartbeatAt" - interval '${SILENT_MS} milliseconds'
        WHERE id = '${id}';
      PERFORM pg_sleep(8);
    END $$`);
    building.resolve();
    await held;
    spy.mockRestore();
    return run(...args);
  });
  return { building: building.promise, heartbeatSent: heartbeatSent.promise };
}
