import { describeError } from '../errors.ts';
import type { Jobs } from '../jobs/queue.ts';
import type { Services } from '../services.ts';
import { SILENT_MS } from './supervise.ts';

/** Takes up what a dead worker left, then trains as jobs come: one run at a time. */
export async function registerTrainingJobs(jobs: Jobs, services: Services): Promise<void> {
  const { training, database, logger } = services;
  await jobs.work('training.run', async ({ id }, { signal }) => {
    try {
      await training.run(id, { signal, onAbort: 'requeue' });
    } catch (error) {
      // The worker stops, not the run: the next worker takes it up.
      if (signal.aborted) throw error;
      // The row tells the user; trying again would fail in the same way.
      logger.warn({ trainingRun: id, code: describeError(error).code }, 'training ended early');
    }
  });
  await training.requeueWaiting();
  await training.repair();
  // A worker that died a moment ago has left a heartbeat that is still fresh: look again.
  const repair = () => {
    if (database.pool.ending) return;
    training.repair().catch((error: unknown) => logger.warn({ err: error }, 'repair failed'));
  };
  setInterval(repair, SILENT_MS).unref();
}
