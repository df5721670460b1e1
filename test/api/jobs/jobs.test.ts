import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createJobs, type Jobs } from '../../../apps/api/src/jobs/queue.ts';
import { createLogger } from '../../../apps/api/src/logger.ts';
import { type TestDatabase, testDatabase } from '../../support/database.ts';

let test: TestDatabase;
const open: Jobs[] = [];

beforeAll(async () => {
  test = await testDatabase();
});
afterAll(async () => {
  await Promise.all(open.map((jobs) => jobs.stop()));
  await test?.close();
});

async function startJobs(): Promise<Jobs> {
  const jobs = createJobs(test.database, createLogger(test.env));
  await jobs.start();
  open.push(jobs);
  return jobs;
}

describe('the job queue', () => {
  it('hands each job to one of several workers, also those sent before they came', async () => {
    const sender = await startJobs();
    const ids = Array.from({ length: 6 }, (_, index) => `job ${index}`);
    for (const id of ids.slice(0, 3)) await sender.send('catalog.import', { id });
    const seen: string[] = [];
    for (const worker of [await startJobs(), await startJobs()]) {
      await worker.work('catalog.import', async ({ id }) => void seen.push(id));
    }
    for (const id of ids.slice(3)) await sender.send('catalog.import', { id });
    await expect.poll(() => seen.length).toBe(6);
    expect(seen.sort()).toEqual(ids);
  });

  it('tries a job again when its handler failed', async () => {
    const jobs = await startJobs();
    let attempts = 0;
    await jobs.work('triplets.make', async () => {
      attempts += 1;
      if (attempts === 1) throw new Error('the first attempt fails');
    });
    await jobs.send('triplets.make', { id: 'again' });
    await expect.poll(() => attempts).toBe(2);
  });

  it('fires the signal of a running job when it stops, waits for it, and keeps it for the next', async () => {
    const first = await startJobs();
    const events: string[] = [];
    await first.work('embeddings.embed', async ({ id }, { signal }) => {
      events.push(`${id} started`);
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
      events.push(`${id} saved its work`);
      throw signal.reason;
    });
    await first.send('embeddings.embed', { id: 'long' });
    await expect.poll(() => events).toEqual(['long started']);
    await first.stop({ graceful: true });
    expect(events).toEqual(['long started', 'long saved its work']);

    const next = await startJobs();
    await next.work('embeddings.embed', async ({ id }) => void events.push(`${id} resumed`));
    await expect.poll(() => events.at(-1)).toBe('long resumed');
  });

  it('sends nothing when it was not started: such an entry point works by itself', async () => {
    const jobs = createJobs(test.database, createLogger(test.env));
    await expect(jobs.send('training.run', { id: 'x' })).resolves.toBeUndefined();
    await expect(jobs.stop()).resolves.toBeUndefined();
  });
});
