import { createHmac, timingSafeEqual } from 'node:crypto';
import { Readable } from 'node:stream';
import { stringify } from 'csv-stringify';
import type { ImportIssue } from '../../../../../prisma/client/client.ts';
import { AppError } from '../../errors.ts';
import { COUNTS, type ImportRun } from './importRun.ts';

/** An address is good for this long at least, and at most twice as long. */
const LIFETIME_MS = 60 * 60 * 1000;
const COLUMNS = ['kind', 'row', 'external_id', 'field', 'code', 'message'];

/** Path of a run's report. The same within an hour, so that a page that polls does not flicker. */
export function reportPath(secret: string, runId: string, now: Date): string {
  const expires = (Math.floor(now.getTime() / LIFETIME_MS) + 2) * LIFETIME_MS;
  return `/reports/imports/${runId}.csv?expires=${expires}&token=${sign(secret, runId, expires)}`;
}

/** @throws AppError NOT_FOUND, with the same words for a bad and for an expired address */
export function checkReportToken(
  secret: string,
  runId: string,
  given: { readonly expires?: string; readonly token?: string },
  now: Date,
): void {
  const expires = Number(given.expires);
  const token = Buffer.from(given.token ?? '');
  const expected = Buffer.from(sign(secret, runId, expires));
  const isSigned = token.length === expected.length && timingSafeEqual(token, expected);
  if (isSigned && expires > now.getTime()) return;
  const message = 'This report address is not valid any more; ask for ImportRun.reportUrl again.';
  throw new AppError('NOT_FOUND', message);
}

const sign = (secret: string, runId: string, expires: number) =>
  createHmac('sha256', secret).update(`report.${runId}.${expires}`).digest('base64url');

/** Counts, warnings and every issue of a run as CSV. Nothing in it is a formula to a spreadsheet. */
export function reportCsv(
  run: ImportRun,
  issueCount: number,
  issues: AsyncIterable<readonly ImportIssue[]>,
): Readable {
  const options = { header: true, columns: COLUMNS, escape_formulas: true, bom: true };
  return Readable.from(reportRows(run, issueCount, issues)).pipe(stringify(options));
}

async function* reportRows(
  run: ImportRun,
  issueCount: number,
  issues: AsyncIterable<readonly ImportIssue[]>,
) {
  yield ['status', '', '', '', run.errorCode ?? run.status, run.error ?? ''];
  // A dry run opens no address, so how many images would be new it does not know.
  const counts = COUNTS.filter((field) => field !== 'imagesStored' || !run.dryRun);
  for (const field of counts) {
    yield ['count', '', '', field, run.dryRun ? 'WOULD_BE' : 'COUNT', String(run[field])];
  }
  yield ['count', '', '', 'issues', 'COUNT', String(issueCount)];
  for (const warning of run.warnings) yield ['warning', '', '', '', '', warning];
  for await (const page of issues) {
    for (const { row, externalId, field, code, message } of page) {
      yield ['issue', String(row), externalId ?? '', field ?? '', code, message];
    }
  }
}
