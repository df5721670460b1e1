import type { ImportPolicy } from '../../../../../prisma/client/enums.ts';
import type { Feed } from '../feeds/format.ts';
import type { ColumnMapping } from '../feeds/mapping.ts';
import type { DecimalMark } from '../feeds/price.ts';
import type { ProductDraft, RowIssue } from '../feeds/productDraft.ts';
import { readFeed } from '../feeds/readers/readFeed.ts';
import { charactersOf, type FeedRecord } from '../feeds/readers/record.ts';
import { recordReader } from '../feeds/readProduct.ts';

/** Large enough that a transaction is cheap per row, small enough to cancel within a second. */
const BATCH_RECORDS = 250;
/** Records with images in them are large. */
const BATCH_CHARACTERS = 32 * 1024 * 1024;

/** Records of one batch, read and found usable or not. */
export interface Batch {
  /** Rows of the feed; a record may take several. */
  readonly rows: number;
  readonly drafts: readonly ProductDraft[];
  readonly issues: readonly RowIssue[];
  /** Records that can not be taken. */
  readonly failed: number;
  /** Ids that stand in the feed, also of records that can not be taken. */
  readonly ids: readonly string[];
  /** Rows whose id can not be read: which product they mean is not known. */
  readonly nameless: readonly number[];
  /** What its prices have before their decimals, where that is certain. */
  readonly decimalMarks: readonly DecimalMark[];
}

/**
 * Reads a feed in batches of whole products. A run that resumes reads the same batches. Of rows
 * with the same id the first counts.
 * @param policy other than IGNORE_FAILED: a product with any issue can not be taken
 * @param decimalMark of the prices, as the survey found it
 */
export async function* readBatches(
  feed: Feed,
  mapping: ColumnMapping,
  policy: ImportPolicy,
  decimalMark?: DecimalMark | undefined,
): AsyncGenerator<Batch> {
  const read = recordReader(mapping, decimalMark);
  const taken = new Set<string>();
  let records: FeedRecord[] = [];
  let characters = 0;
  for await (const record of readFeed(feed)) {
    records.push(record);
    characters += charactersOf(record);
    if (records.length < BATCH_RECORDS && characters < BATCH_CHARACTERS) continue;
    yield readBatch(records, read, taken, policy);
    records = [];
    characters = 0;
  }
  if (records.length > 0) yield readBatch(records, read, taken, policy);
}

function readBatch(
  records: readonly FeedRecord[],
  read: ReturnType<typeof recordReader>,
  taken: Set<string>,
  policy: ImportPolicy,
): Batch {
  const drafts: ProductDraft[] = [];
  const issues: RowIssue[] = [];
  const ids: string[] = [];
  const nameless: number[] = [];
  const decimalMarks: DecimalMark[] = [];
  for (const record of records) {
    const { draft, externalId, issues: own, decimalMark } = read(record);
    issues.push(...own);
    if (decimalMark !== undefined) decimalMarks.push(decimalMark);
    if (externalId === null) {
      nameless.push(record.row);
      continue;
    }
    ids.push(externalId);
    const isTaken = draft && (own.length === 0 || policy === 'IGNORE_FAILED');
    if (isTaken && taken.has(externalId)) {
      issues.push(duplicate(record.row, externalId));
    } else if (isTaken) {
      taken.add(externalId);
      drafts.push(draft);
    }
  }
  const rows = records.reduce((sum, record) => sum + record.rows, 0);
  const failed = records.length - drafts.length;
  return { rows, drafts, issues, failed, ids, nameless, decimalMarks };
}

function duplicate(row: number, externalId: string): RowIssue {
  const message = `The id ${externalId} stood in an earlier row, which was taken.`;
  return { row, externalId, field: null, code: 'DUPLICATE_ID', message };
}
