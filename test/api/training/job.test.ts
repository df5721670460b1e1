import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createJobs } from '../../../apps/api/src/jobs/queue.ts';
import { registerTrainingJobs } from '../../../apps/api/src/training/job.ts';
import { registerTripletsJobs } from '../../../apps/api/src/triplets/job.ts';
import { type TestServices, testServices } from '../../support/services.ts';
import { tinyCatalog } from '../triplets/tinyCatalog.ts';
import { startRun } from './tinyTraining.ts';

describe('the worker', () => {
  let test: TestServices;
  beforeAll(async () => {
    test = await testServices({ jobs: true });
  });
  afterAll(() => test.close());

  const until = (check: () => Promise<void>) =>
    vi.waitFor(check, { timeout: 120_000, interval: 100 });

  it('makes triplets, trains, and hands an unfinished run to the next worker', async () => {
    const { services } = test;
    const { triplets, training, jobs, database, logger } = services;
    await registerTripletsJobs(jobs, services);
    await registerTrainingJobs(jobs, services);
    const { id: catalogId } = await tinyCatalog(services);
    const { id: setId } = await triplets.startGenerate({ catalogId, name: 'looks', count: 60 });
    await until(async () => expect((await triplets.requireSet(setId)).status).toBe('SUCCEEDED'));

    const set = await triplets.requireSet(setId);
    const { id } = await startRun(services, set, 3, { epochs: 500 });
    await until(async () => expect((await training.requireRun(id)).step).toBeGreaterThan(0));
    await jobs.stop();
    const waiting = await training.requireRun(id);
    expect(waiting).toMatchObject({ status: 'QUEUED', error: null });
    const [latest] = (await training.checkpointsOf([id])).get(id) ?? [];
    expect(latest?.step).toBe(waiting.step);

    const next = createJobs(database, logger);
    await next.start();
    await registerTrainingJobs(next, services);
    await until(async () =>
      expect((await training.requireRun(id)).step).toBeGreaterThan(waiting.step),
    );
    await training.cancel(id);
    await until(async () => expect((await training.requireRun(id)).status).toBe('CANCELLED'));
    await next.stop();
  });
});
