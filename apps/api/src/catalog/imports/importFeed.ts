import { cancelled } from '../../errors.ts';
import { checkFeedImages } from './checkFeedImages.ts';
import type { Example, ImportPlan } from './example.ts';
import { importBatch } from './importBatch.ts';
import type { ImportTask } from './importTask.ts';
import { firstExamples, planOf } from './plan.ts';
import { issuesOfSurvey, refuseIfForbidden, warningsOf } from './policies.ts';
import { readBatches } from './readBatches.ts';
import { findVanished, removeVanished } from './removal.ts';
import { type Survey, surveyFeed, withIssues } from './survey.ts';

/**
 * Imports the rows of a run from where it stood, batch by batch, then removes what the feed lacks.
 * A dry run goes the same way and writes only what it found.
 * @returns what a dry run found beside its counts
 * @throws AppError BAD_INPUT, before any row is written, when the feed can not be read to its end,
 *   or the policies of the run forbid what it would do; what the signal says; CANCELLED
 */
export async function importFeed(task: ImportTask): Promise<ImportPlan | undefined> {
  const { run, feed, signal } = task;
  const survey = await surveyOf(task);
  signal.throwIfAborted();
  await task.runs.noteSurvey(task.claim, survey.rows, issuesOfSurvey(run, survey));
  const vanished = await findVanished(task, survey);
  if (!run.dryRun) refuseIfForbidden(run, survey, vanished);

  const examples = await importBatches(task, survey);
  if (run.dryRun) return planOf(vanished, examples, warningsOf(run, feed, survey, vanished));
  if (vanished.count > 0) await removeVanished(task, survey);
  return undefined;
}

/** @returns of a dry run, the first examples of each outcome */
async function importBatches(
  task: ImportTask,
  { rows: rowsTotal, decimalMark }: Survey,
): Promise<readonly Example[]> {
  const { run, feed, signal } = task;
  let examples: readonly Example[] = [];
  let { failed, imagesStored } = run;
  let rowsRead = 0;
  for await (const batch of readBatches(feed, run.mapping, run.policy, decimalMark)) {
    signal.throwIfAborted();
    rowsRead += batch.rows;
    if (rowsRead <= run.rowsRead) continue; // written before this run was interrupted
    const written = await importBatch(task, batch);
    failed += written.failed;
    imagesStored += written.imagesStored;
    examples = firstExamples([...examples, ...written.examples]);
    task.onProgress({ rowsRead, rowsTotal, failed, imagesStored });
    if (written.cancelRequested) throw cancelled('The import');
  }
  return examples;
}

/** Where any issue forbids all, the images are looked at too: except those of a run under way. */
async function surveyOf(task: ImportTask): Promise<Survey> {
  const { run, feed, signal } = task;
  const survey = await surveyFeed(feed, run.mapping, signal);
  if (run.policy !== 'REJECT_ALL' || run.rowsRead > 0) return survey;
  return withIssues(survey, await checkFeedImages(task));
}
