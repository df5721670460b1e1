import type { Feed } from '../feeds/format.ts';
import type { ColumnMapping } from '../feeds/mapping.ts';
import { commonMark, type DecimalMark, usualMark } from '../feeds/price.ts';
import type { RowIssue } from '../feeds/productDraft.ts';
import { readBatches } from './readBatches.ts';

/** What reading a feed through says, before any of it is written. */
export interface Survey {
  readonly rows: number;
  /** Ids that stand in the feed. */
  readonly present: ReadonlySet<string>;
  /** Rows whose id can not be read. */
  readonly nameless: readonly number[];
  readonly issueCount: number;
  /** The first of them. */
  readonly issues: readonly RowIssue[];
  /** What most prices have before their decimals; undefined when none tells. */
  readonly decimalMark: DecimalMark | undefined;
}

const KEPT_ISSUES = 1000;

/**
 * Reads a feed from end to end, so that one that is broken at its end is refused as a whole.
 * @throws AppError BAD_INPUT where it can not be read further
 */
export async function surveyFeed(
  feed: Feed,
  mapping: ColumnMapping,
  signal: AbortSignal,
): Promise<Survey> {
  const present = new Set<string>();
  const nameless: number[] = [];
  const issues: RowIssue[] = [];
  const marks = { '.': 0, ',': 0 };
  let rows = 0;
  let issueCount = 0;
  for await (const batch of readBatches(feed, mapping, 'IGNORE_FAILED')) {
    signal.throwIfAborted();
    rows += batch.rows;
    issueCount += batch.issues.length;
    issues.push(...batch.issues.slice(0, KEPT_ISSUES - issues.length));
    if (nameless.length === 0) nameless.push(...batch.nameless);
    for (const id of batch.ids) present.add(id);
    for (const mark of batch.decimalMarks) marks[mark] += 1;
  }
  const decimalMark = commonMark(marks) ?? usualMark(feed.format);
  return { rows, present, nameless, issueCount, issues, decimalMark };
}

/** With issues that were found beside it. */
export function withIssues(survey: Survey, found: readonly RowIssue[]): Survey {
  const issues = [...survey.issues, ...found].sort((a, b) => a.row - b.row);
  const issueCount = survey.issueCount + found.length;
  return { ...survey, issueCount, issues: issues.slice(0, KEPT_ISSUES) };
}
