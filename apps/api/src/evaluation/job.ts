import { describeError } from '../errors.ts';
import type { Jobs } from '../jobs/queue.ts';
import type { Services } from '../services.ts';
import { DEAD_AFTER_MS } from './store.ts';

/** Queues what a dead worker left, then judges models as jobs come. */
export async function registerEvaluationJobs(jobs: Jobs, services: Services): Promise<void> {
  const { evaluation, logger } = services;
  await jobs.work('evaluation.run', async ({ id }, { signal }) => {
    try {
      await evaluation.run(id, { signal });
    } catch (error) {
      if (signal.aborted && !(await evaluation.requireEvaluation(id)).cancelRequested) {
        await evaluation.requeue(id);
        throw error;
      }
      // The row tells the user; trying again would fail in the same way.
      logger.warn({ evaluation: id, code: describeError(error).code }, 'evaluation ended early');
    }
  });
  for (const { id, status } of await evaluation.openEvaluations()) {
    const afterSeconds = status === 'RUNNING' ? DEAD_AFTER_MS / 1000 + 5 : 0;
    await jobs.send('evaluation.run', { id }, { afterSeconds });
  }
}
