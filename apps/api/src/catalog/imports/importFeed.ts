import type { ImportRun } from '../../../../../prisma/client/client.ts';
import type { Database } from '../../database/database.ts';
import { badInput } from '../../errors.ts';
import type { Fetcher } from '../../fetch/fetcher.ts';
import type { Storage } from '../../storage/storage.ts';
import type { Feed } from '../feeds/format.ts';
import type { ColumnMapping } from '../feeds/mapping.ts';
import { checkFeedImages } from './checkFeedImages.ts';
import { importBatch } from './importBatch.ts';
import { type Example, firstExamples } from './plan.ts';
import { readBatches } from './readBatches.ts';
import { productPages, removeProducts } from './removalStore.ts';
import type { ImportsStore } from './store.ts';
import { findVanished, type Survey, surveyFeed, type Vanished, withIssues } from './survey.ts';

/** A feed that lacks more of the catalog is more likely cut off than meant so. */
const LARGE_REMOVAL = 0.5;

export interface ImportProgress {
  readonly rowsRead: number;
  readonly rowsTotal: number;
  readonly failed: number;
  readonly imagesStored: number;
}

export interface ImportTask {
  readonly database: Database;
  readonly storage: Storage;
  readonly fetcher: Fetcher;
  readonly imports: Pick<ImportsStore, 'countActive'>;
  readonly clock: () => Date;
  readonly run: ImportRun;
  readonly feed: Feed;
  /** Told once the feed has been read through, before anything of it is written. */
  readonly onSurvey: (survey: Survey) => Promise<unknown>;
  /** Called after each batch. */
  readonly onProgress?: ((progress: ImportProgress) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

export type ImportOutcome =
  | { readonly kind: 'done'; readonly plan?: ImportPlan }
  | { readonly kind: 'cancelled' | 'aborted' };

/** What a dry run leaves beside its counts. */
export interface ImportPlan {
  readonly removed: number;
  readonly examples: readonly Example[];
  readonly warnings: readonly string[];
}

/**
 * Imports the rows of a run from where it stood, batch by batch, then removes what the feed lacks.
 * A dry run goes the same way and writes only what it found.
 * @throws AppError BAD_INPUT, before any row is written, when the feed can not be read to its end,
 *   or the policies of the run forbid what it would do
 */
export async function importFeed(task: ImportTask): Promise<ImportOutcome> {
  const { run, signal } = task;
  const mapping = run.mapping as unknown as ColumnMapping;
  const survey = await surveyOf(task, mapping);
  if (signal?.aborted) return { kind: 'aborted' };
  await task.onSurvey(survey);
  const vanished = await vanishedOf(task, survey);
  const warnings = warningsOf(task, survey, vanished);
  if (!run.dryRun) refuseIfForbidden(run, survey, vanished);

  const applied = await applyBatches(task, mapping, survey);
  if (applied.kind !== 'done') return applied;
  if (run.dryRun) return { kind: 'done', plan: planOf(vanished, applied.examples, warnings) };
  if (vanished.count > 0) return removeVanished(task, survey);
  return { kind: 'done' };
}

type Applied =
  | { readonly kind: 'done'; readonly examples: readonly Example[] }
  | { readonly kind: 'cancelled' | 'aborted' };

async function applyBatches(
  task: ImportTask,
  mapping: ColumnMapping,
  survey: Survey,
): Promise<Applied> {
  const { run, feed, signal } = task;
  let examples: readonly Example[] = [];
  const { failed, imagesStored } = run;
  const progress = { rowsRead: 0, rowsTotal: survey.rows, failed, imagesStored };
  for await (const batch of readBatches(feed, mapping, run.policy)) {
    if (signal?.aborted) return { kind: 'aborted' };
    progress.rowsRead += batch.rows;
    if (progress.rowsRead <= run.rowsRead) continue; // written before this run was interrupted
    const written = await importBatch(task, batch).catch((error: unknown) => {
      if (signal?.aborted) return undefined; // a fetch was under way; the batch is not written
      throw error;
    });
    if (written === undefined) return { kind: 'aborted' };
    progress.failed += written.failed;
    progress.imagesStored += written.imagesStored;
    examples = firstExamples([...examples, ...written.examples]);
    task.onProgress?.({ ...progress });
    if (written.cancelRequested) return { kind: 'cancelled' };
  }
  return { kind: 'done', examples };
}

/** Where any issue forbids all, the images are looked at too: except those of a run under way. */
async function surveyOf(task: ImportTask, mapping: ColumnMapping): Promise<Survey> {
  const { run, feed, signal } = task;
  const survey = await surveyFeed(feed, mapping, signal);
  if (run.policy !== 'REJECT_ALL' || run.rowsRead > 0) return survey;
  const faults = await checkFeedImages(task);
  return withIssues(survey, faults);
}

const NONE: Vanished = { count: 0, of: 0, first: [] };

/** Nothing counts as vanished while a row could be any product. */
async function vanishedOf({ database, run }: ImportTask, survey: Survey): Promise<Vanished> {
  if (run.removal === 'KEEP' || survey.nameless.length > 0) return NONE;
  return findVanished(database, run, survey.present);
}

const isLarge = ({ count, of }: Vanished) => count > of * LARGE_REMOVAL;

function refuseIfForbidden(run: ImportRun, survey: Survey, vanished: Vanished): void {
  if (run.policy === 'REJECT_ALL' && survey.issueCount > 0) {
    throw badInput('policy', rejectedMessage(survey), { issues: survey.issueCount });
  }
  // A run that resumes had its removal allowed, and may be in the middle of it.
  if (isLarge(vanished) && !run.allowLargeRemoval && run.removed === 0) {
    throw badInput('allowLargeRemoval', largeMessage(vanished), { removed: vanished.count });
  }
}

function warningsOf({ run, feed }: ImportTask, survey: Survey, vanished: Vanished): string[] {
  const warnings = [...feed.warnings];
  if (survey.rows === 0) warnings.push('The feed has no rows.');
  if (run.policy === 'REJECT_ALL' && survey.issueCount > 0) warnings.push(rejectedMessage(survey));
  if (isLarge(vanished) && !run.allowLargeRemoval) warnings.push(largeMessage(vanished));
  if (run.removal !== 'KEEP' && survey.nameless.length > 0) warnings.push(skippedMessage(survey));
  return warnings;
}

function rejectedMessage({ issueCount }: Survey): string {
  return `Rows of the feed have ${issueCount} issues, and the policy is to reject everything then: nothing is written.`;
}

function largeMessage({ count, of }: Vanished): string {
  return `The feed lacks ${count} of the catalog's ${of} products, more than half: nothing is written unless a large removal is allowed.`;
}

export function skippedMessage({ nameless }: Pick<Survey, 'nameless'>): string {
  return `Nothing is removed: row ${nameless[0]} has no id that can be read, so which products the feed lacks is not certain.`;
}

function planOf(
  vanished: Vanished,
  examples: readonly Example[],
  warnings: readonly string[],
): ImportPlan {
  const removals = vanished.first.map(({ externalId, title }): Example => {
    return { outcome: 'REMOVE', row: null, externalId, title, reasons: ['is not in the feed'] };
  });
  return { removed: vanished.count, examples: firstExamples([...examples, ...removals]), warnings };
}

async function removeVanished(task: ImportTask, { present }: Survey): Promise<ImportOutcome> {
  const { database, run, signal } = task;
  for await (const page of productPages(database, run.catalogId)) {
    if (signal?.aborted) return { kind: 'aborted' };
    const absent = page.filter(({ externalId }) => !present.has(externalId)).map(({ id }) => id);
    if (absent.length === 0) continue;
    const { cancelRequested } = await removeProducts(database, run, absent);
    if (cancelRequested) return { kind: 'cancelled' };
  }
  return { kind: 'done' };
}
