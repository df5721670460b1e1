import { describeError } from '../errors.ts';
import type { Jobs } from '../jobs/queue.ts';
import type { Services } from '../services.ts';

/** Makes waiting triplet sets; one at a time, since making is all work for one core. */
export async function registerTripletsJobs(jobs: Jobs, services: Services): Promise<void> {
  const { triplets, logger } = services;
  await jobs.work('triplets.make', async ({ id }, { signal }) => {
    try {
      await triplets.runMake(id, { signal, onAbort: 'requeue' });
    } catch (error) {
      // The worker stops, not the set: the next worker makes it.
      if (signal.aborted) throw error;
      // The row tells the user; trying again would fail in the same way.
      logger.warn(
        { tripletSet: id, code: describeError(error).code },
        'making triplets ended early',
      );
    }
  });
  await triplets.repair();
}
