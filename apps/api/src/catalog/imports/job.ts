import { createJobRows } from '../../jobs/jobRow.ts';
import type { Jobs } from '../../jobs/queue.ts';
import { registerJob } from '../../jobs/registerJob.ts';
import type { Services } from '../../services.ts';
import { followChanges } from './followChanges.ts';

/** While a pass over all images is under way. */
const ASK_AGAIN_SECONDS = 30;
/** Files that no row tells of are strays after so long. */
const HOUR_MS = 60 * 60 * 1000;

/** Runs imports one at a time, and what follows from them. */
export async function registerImportJobs(jobs: Jobs, services: Services): Promise<void> {
  const { catalog, database, logger, clock } = services;
  await jobs.work('catalog.changes', async ({ id }, { signal }) => {
    const { busy } = await followChanges(services, signal);
    if (busy) await jobs.send('catalog.changes', { id }, { afterSeconds: ASK_AGAIN_SECONDS });
  });
  const hourAgo = new Date(clock().getTime() - HOUR_MS);
  const deleted = await catalog.images.deleteStrayFiles(hourAgo);
  if (deleted > 0) logger.info({ files: deleted }, 'deleted files that interrupted imports left');
  await registerJob(jobs, {
    queue: 'catalog.import',
    rows: createJobRows(database.prisma, 'ImportRun'),
    logger,
    run: (id, signal) => importAndFollow(jobs, services, id, signal),
  });
}

async function importAndFollow(
  jobs: Jobs,
  { catalog }: Services,
  id: string,
  signal: AbortSignal,
): Promise<void> {
  await catalog.feeds.deleteOld();
  let isHandedOn = false;
  try {
    await catalog.imports.execute(id, { signal, onAbort: 'requeue' });
  } catch (error) {
    isHandedOn = signal.aborted;
    throw error;
  } finally {
    // Also of one that ended early: what was applied stays.
    if (!isHandedOn) await jobs.send('catalog.changes', { id });
  }
}
