import { describeError } from '../../errors.ts';
import type { Jobs } from '../../jobs/queue.ts';
import type { Services } from '../../services.ts';
import { deleteOldFeeds } from '../feeds/deleteOldFeeds.ts';
import { followChanges } from './followChanges.ts';
import { DEAD_AFTER_MS } from './store.ts';

/** While a pass over all images is under way. */
const ASK_AGAIN_SECONDS = 30;

/** Runs imports one at a time, and queues again what a dead worker left. */
export async function registerCatalogJobs(jobs: Jobs, services: Services): Promise<void> {
  const { catalog, logger } = services;
  await jobs.work('catalog.import', async ({ id }, { signal }) => {
    await deleteOldFeeds(services.storage.feedsDir, services.clock());
    try {
      await catalog.runImport(id, { signal, onAbort: 'requeue' });
    } catch (error) {
      // The worker stops, not the import: the queue hands it to the next worker.
      if (signal.aborted) throw error;
      // The row tells the user why; trying again would end in the same way.
      const { code, expected } = describeError(error);
      logger[expected ? 'warn' : 'error'](
        { importRun: id, code, err: error },
        'import ended early',
      );
    }
    // Also of one that ended early: what was applied stays.
    await jobs.send('catalog.changes', { id });
  });
  await jobs.work('catalog.changes', async ({ id }, { signal }) => {
    const { busy } = await followChanges(services, signal);
    if (busy) await jobs.send('catalog.changes', { id }, { afterSeconds: ASK_AGAIN_SECONDS });
  });
  const swept = await catalog.sweepImages();
  if (swept > 0) logger.info({ files: swept }, 'removed files that interrupted imports left');
  for (const { id, status } of await catalog.openImports()) {
    // A running one may be alive elsewhere: it is taken over once it has been silent for long.
    const afterSeconds = status === 'RUNNING' ? DEAD_AFTER_MS / 1000 + 5 : 0;
    await jobs.send('catalog.import', { id }, { afterSeconds });
  }
}
