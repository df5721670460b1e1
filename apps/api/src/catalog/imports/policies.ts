/** What the policies of a run say of a feed that was read through. */
import { badInput } from '../../errors.ts';
import type { Feed } from '../feeds/format.ts';
import type { RowIssue } from '../feeds/productDraft.ts';
import type { ImportRun } from './importRun.ts';
import { isRefused, type Vanished } from './removal.ts';
import type { Survey } from './survey.ts';

/** @throws AppError BAD_INPUT when nothing of the feed may be written */
export function refuseIfForbidden(run: ImportRun, survey: Survey, vanished: Vanished): void {
  if (rejectsAll(run, survey)) {
    throw badInput('policy', rejectedMessage(survey), { issues: survey.issueCount });
  }
  // A run that resumes had its removal allowed, and may be in the middle of it.
  if (isRefused(vanished, run) && run.removed === 0) {
    throw badInput('allowLargeRemoval', largeMessage(vanished), { removed: vanished.count });
  }
}

/** What a person should know before a dry run is confirmed. */
export function warningsOf(
  run: ImportRun,
  feed: Feed,
  survey: Survey,
  vanished: Vanished,
): string[] {
  const warnings = [...feed.warnings];
  if (survey.rows === 0) warnings.push('The feed has no rows.');
  if (rejectsAll(run, survey)) warnings.push(rejectedMessage(survey));
  if (isRefused(vanished, run)) warnings.push(largeMessage(vanished));
  const [row] = survey.nameless;
  if (run.removal !== 'KEEP' && row !== undefined) warnings.push(skippedMessage(row));
  return warnings;
}

/**
 * Issues that the rows themselves can not tell: of a feed that is refused whole, or that nothing
 * is removed. A run that resumes has noted them.
 */
export function issuesOfSurvey(run: ImportRun, survey: Survey): readonly RowIssue[] {
  if (run.rowsRead > 0) return [];
  if (run.policy === 'REJECT_ALL' && !run.dryRun) return survey.issues;
  const [row] = survey.nameless;
  if (run.removal === 'KEEP' || row === undefined) return [];
  const message = skippedMessage(row);
  return [{ row, externalId: null, field: null, code: 'REMOVAL_SKIPPED', message }];
}

const rejectsAll = ({ policy }: ImportRun, { issueCount }: Survey) =>
  policy === 'REJECT_ALL' && issueCount > 0;

function rejectedMessage({ issueCount }: Survey): string {
  return `Rows of the feed have ${issueCount} issues, and the policy is to reject everything then: nothing is written.`;
}

function largeMessage({ count, of }: Vanished): string {
  return `The feed lacks ${count} of the catalog's ${of} products, more than half: nothing is written unless a large removal is allowed.`;
}

function skippedMessage(row: number): string {
  return `Nothing is removed: row ${row} has no id that can be read, so which products the feed lacks is not certain.`;
}
