import { describeError } from '../../errors.ts';
import type { Jobs } from '../../jobs/queue.ts';
import type { Services } from '../../services.ts';
import { DEAD_AFTER_MS } from './store.ts';

/** Queues what a dead worker left, then embeds as jobs come. */
export async function registerEmbeddingsJobs(jobs: Jobs, services: Services): Promise<void> {
  const { logger } = services;
  const { runs } = services.embeddings;
  await jobs.work('embeddings.embed', async ({ id }, { signal }) => {
    try {
      await runs.embed(id, { signal });
    } catch (error) {
      if (signal.aborted && !(await runs.require(id)).cancelRequested) {
        // The worker stops, not the run: the next worker goes on from what is stored.
        await runs.requeue(id);
        throw error;
      }
      // The row tells the user; trying again would fail in the same way.
      logger.warn({ embedRun: id, code: describeError(error).code }, 'embedding ended early');
    }
  });
  for (const { id, status } of await runs.listOpen()) {
    // A running one may be alive elsewhere: it is taken over once it has been silent for long.
    const afterSeconds = status === 'RUNNING' ? DEAD_AFTER_MS / 1000 + 5 : 0;
    await jobs.send('embeddings.embed', { id }, { afterSeconds });
  }
}
