import { describeError } from '../../errors.ts';
import type { Jobs } from '../../jobs/queue.ts';
import type { Services } from '../../services.ts';

const LOOK_EVERY_MS = 60_000;

/** Runs sources as they are asked for, and asks for those whose time has come. */
export async function registerSourceJobs(jobs: Jobs, services: Services): Promise<void> {
  const { logger } = services;
  const { sources } = services.catalog;
  await jobs.work('catalog.source', async ({ id }) => {
    try {
      await sources.run(id);
    } catch (error) {
      // The source tells the user why, and its next time comes.
      logger.warn({ importSource: id, code: describeError(error).code }, 'a source failed');
    }
  });
  const look = () =>
    sources.askDue().catch((error: unknown) => {
      logger.warn({ err: error }, 'looking for due sources failed');
    });
  await look();
  // It keeps no process alive; one that stops has its next look in the next worker.
  setInterval(look, LOOK_EVERY_MS).unref();
}
