import type { ImportRun } from '../../../../prisma/client/client.ts';
import type { Database } from '../database/database.ts';
import type { Storage } from '../storage/storage.ts';
import { type CsvRow, inspectCsv, readCsv } from './csv.ts';
import { type Batch, importBatch } from './importBatch.ts';
import { type ColumnMapping, checkMapping } from './mapping.ts';
import { type ProductDraft, type RowIssue, rowReader } from './readProduct.ts';

/** Large enough that a transaction is cheap per row, small enough to cancel within a second. */
const BATCH_ROWS = 250;

export interface ImportProgress {
  readonly rowsRead: number;
  readonly rowsTotal: number;
  readonly failed: number;
  readonly imagesStored: number;
}

export interface ImportTask {
  readonly database: Database;
  readonly storage: Storage;
  readonly run: ImportRun;
  /** Told once the file has been read through. */
  readonly onTotal: (rows: number) => Promise<unknown>;
  /** Called after each batch. */
  readonly onProgress?: ((progress: ImportProgress) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Imports the rows of a run from where it stood, batch by batch.
 * @returns 'cancelled' when the run was asked to stop, 'aborted' when the process was
 * @throws AppError BAD_INPUT, before any row is written, when the file is not the CSV expected
 */
export async function importRows(task: ImportTask): Promise<'done' | 'cancelled' | 'aborted'> {
  const { run, signal } = task;
  const mapping = run.mapping as unknown as ColumnMapping;
  const { header, rows: rowsTotal } = await inspectCsv(run.source);
  checkMapping(mapping, header);
  await task.onTotal(rowsTotal);
  const read = rowReader(header, mapping);
  const seen = new Set<string>();
  const { failed, imagesStored } = run;
  const progress = { rowsRead: 0, rowsTotal, failed, imagesStored };
  for await (const rows of batches(readCsv(run.source))) {
    if (signal?.aborted) return 'aborted';
    const batch = readBatch(rows, read, seen);
    progress.rowsRead += rows.length;
    if (progress.rowsRead <= run.rowsRead) continue; // written before this run was interrupted
    const written = await importBatch(task, batch);
    progress.failed += batch.failed;
    progress.imagesStored += written.imagesStored;
    task.onProgress?.({ ...progress });
    if (written.cancelRequested) return 'cancelled';
  }
  return 'done';
}

/** Data rows in lists of BATCH_ROWS: a run that resumes cuts the file in the same places. */
async function* batches(rows: AsyncGenerator<CsvRow>): AsyncGenerator<CsvRow[]> {
  let batch: CsvRow[] = [];
  for await (const row of rows) {
    if (row.row === 1) continue; // the header
    batch.push(row);
    if (batch.length === BATCH_ROWS) {
      yield batch;
      batch = [];
    }
  }
  if (batch.length > 0) yield batch;
}

function readBatch(
  rows: readonly CsvRow[],
  read: ReturnType<typeof rowReader>,
  seen: Set<string>,
): Batch {
  const drafts: ProductDraft[] = [];
  const issues: RowIssue[] = [];
  for (const row of rows) {
    const result = read(row);
    issues.push(...result.issues);
    if (result.draft === null) continue;
    const { externalId } = result.draft;
    if (seen.has(externalId)) {
      const message = `The id ${externalId} stood in an earlier row, which was taken.`;
      issues.push({ row: row.row, externalId, field: null, code: 'DUPLICATE_ID', message });
    } else {
      seen.add(externalId);
      drafts.push(result.draft);
    }
  }
  return { rows: rows.length, drafts, issues, failed: rows.length - drafts.length };
}
