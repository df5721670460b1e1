import type { Logger } from 'pino';
import type { Database } from '../../database/database.ts';
import { AppError, describeError, notFound } from '../../errors.ts';
import type { Fetcher } from '../../fetch/fetcher.ts';
import { type RunJobOptions, type RunningJob, runJob } from '../../jobs/runJob.ts';
import type { Storage } from '../../storage/storage.ts';
import { checkMapping } from '../feeds/mapping.ts';
import type { FeedsService } from '../feeds/service.ts';
import type { ImagesService } from '../images/service.ts';
import { createBatchStore } from './batchStore.ts';
import { importFeed } from './importFeed.ts';
import type { ImportRun } from './importRun.ts';
import type { ImportProgress, ImportTask } from './importTask.ts';
import { createRemovalStore } from './removalStore.ts';
import type { ImportsStore } from './store.ts';

export interface ExecuteOptions extends RunJobOptions {
  readonly onProgress?: ((progress: ImportProgress) => void) | undefined;
}

export interface ExecuteImportDeps {
  readonly database: Database;
  readonly storage: Storage;
  readonly fetcher: Fetcher;
  readonly logger: Logger;
  readonly clock: () => Date;
  readonly feeds: FeedsService;
  readonly images: ImagesService;
  readonly runs: ImportsStore;
}

/**
 * Carries out a queued run, or takes over one whose process died, from its last batch.
 * @returns the run as it ended; a run that had ended is returned as it is
 * @throws AppError CONFLICT when another process runs it; CANCELLED; or what made it fail, which
 *   the row tells too
 */
export async function executeImport(
  deps: ExecuteImportDeps,
  id: string,
  options: ExecuteOptions,
): Promise<ImportRun> {
  const before = await requireRun(deps, id);
  const claimedAt = new Date(); // compared with the times of files, so no other clock will do
  const job = { id, table: 'ImportRun', name: 'The import' } as const;
  const jobDeps = { client: deps.database.prisma, logger: deps.logger };
  // What a process that died had begun to write, and nothing took up.
  let strayUntil = before.startedAt === null ? undefined : claimedAt;
  try {
    const done = await runJob(jobDeps, job, options, (running) => work(deps, running, options));
    if (!done) strayUntil = undefined;
    return done ? await requireRun(deps, id) : requireEnded(await requireRun(deps, id));
  } catch (error) {
    if (describeError(error).code === 'CANCELLED') strayUntil = new Date();
    throw error;
  } finally {
    if (strayUntil) await deps.images.deleteStrayFiles(strayUntil);
  }
}

async function work(
  deps: ExecuteImportDeps,
  running: RunningJob,
  options: ExecuteOptions,
): Promise<void> {
  running.progress('reading the feed');
  try {
    const task = await openTask(deps, running, options);
    const plan = await importFeed(task);
    if (plan) await deps.runs.endPlan(running.claim, plan, (client) => running.succeed({ client }));
  } catch (error) {
    const isStopped = running.signal.aborted || describeError(error).code === 'CANCELLED';
    throw isStopped ? stoppedAt(await requireRun(deps, running.claim.id)) : error;
  }
}

async function openTask(
  { runs, feeds, ...deps }: ExecuteImportDeps,
  { claim, signal, progress }: RunningJob,
  { onProgress }: ExecuteOptions,
): Promise<ImportTask> {
  const claimed = await requireRun({ runs }, claim.id);
  const { feed, stamp, columns, imageDirectory } = await feeds.reopen(claimed);
  checkMapping(claimed.mapping, columns);
  // Rows may be skipped only of the file they were read from; a dry run starts over.
  const isResumable = stamp === claimed.feedStamp && !claimed.dryRun;
  const run = isResumable ? claimed : await runs.restart(claim, stamp);
  const phase = run.dryRun ? 'comparing' : 'importing';
  return {
    ...{ ...deps, runs, claim, feed, signal },
    run: withFolder(run, run.imageDirectory ?? imageDirectory),
    batches: createBatchStore(deps.database),
    removals: createRemovalStore(deps.database),
    onProgress(state) {
      progress(phase, state.rowsRead, state.rowsTotal);
      onProgress?.(state);
    },
  };
}

/** Without a folder, file names that were only guessed from the ids are not looked for. */
function withFolder(run: ImportRun, imageDirectory: string | null): ImportRun {
  const { imagePattern, ...mapping } = run.mapping;
  const isGuess = imagePattern === `{${mapping.externalId}}`;
  return { ...run, imageDirectory, ...(imageDirectory === null && isGuess && { mapping }) };
}

/** Says what stays of an import that was stopped. */
function stoppedAt({ rowsRead, rowsTotal, dryRun }: ImportRun): AppError {
  const kept = dryRun ? 'nothing was written' : 'what was imported until then stays';
  const message = `Cancelled after ${rowsRead} of ${rowsTotal ?? 'unknown'} rows; ${kept}.`;
  return new AppError('CANCELLED', message);
}

async function requireRun(
  { runs }: Pick<ExecuteImportDeps, 'runs'>,
  id: string,
): Promise<ImportRun> {
  const run = await runs.find(id);
  if (run) return run;
  throw notFound('import run', id);
}

function requireEnded(run: ImportRun): ImportRun {
  if (run.status !== 'RUNNING' && run.status !== 'QUEUED') return run;
  const { id } = run;
  throw new AppError('CONFLICT', `Import run ${id} is being run by another process.`, { id });
}
