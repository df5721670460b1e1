import { describeError } from '../../errors.ts';
import type { Jobs } from '../../jobs/queue.ts';
import type { Services } from '../../services.ts';

const LOOK_EVERY_MS = 60_000;

/** Fetches sources as they are asked for, and asks for those whose time has come. */
export async function registerSourceJobs(jobs: Jobs, services: Services): Promise<void> {
  const { logger } = services;
  const { sources } = services.catalog;
  await jobs.work('catalog.source', async ({ id }) => {
    try {
      await sources.fetch(id);
    } catch (error) {
      // The source tells the user why, and its next time comes.
      logger.warn({ importSource: id, code: describeError(error).code }, 'a source failed');
    }
  });
  jobs.every(LOOK_EVERY_MS, () => sources.enqueueDue());
}
