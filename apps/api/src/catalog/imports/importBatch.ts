import { randomUUIDv7 } from 'node:crypto';
import { isWarning, type ProductDraft, type RowIssue } from '../feeds/productDraft.ts';
import { formOf } from '../images/feedImage.ts';
import type { ImageSources } from '../images/findImages.ts';
import { openRemoteImages } from '../images/remoteImages.ts';
import type { ReferenceWrite } from '../images/writeStore.ts';
import type { BatchWrite, ProductWrite, StoredProduct } from './batchStore.ts';
import type { Example } from './example.ts';
import type { Coverage } from './importRun.ts';
import type { ImportTask } from './importTask.ts';
import { IMAGES_AT_ONCE, mapConcurrently } from './mapConcurrently.ts';
import { examplesOf } from './plan.ts';
import type { Batch } from './readBatches.ts';
import {
  type CheckedRow,
  checkRowImages,
  type FoundRow,
  findRowImages,
  rowIssues,
  storeRowImages,
} from './rowImages.ts';

type StoredProducts = ReadonlyMap<string, StoredProduct>;

export interface BatchResult {
  readonly cancelRequested: boolean;
  readonly imagesStored: number;
  readonly failed: number;
  /** Of a dry run. */
  readonly examples: readonly Example[];
}

/**
 * Compares a batch with what is stored, stores the images of rows that changed, and writes it all
 * in one short transaction. A dry run stores no image and writes only counts and issues.
 */
export async function importBatch(task: ImportTask, batch: Batch): Promise<BatchResult> {
  const { run } = task;
  const ids = batch.drafts.map(({ externalId }) => externalId);
  const stored = await task.batches.stored(run.catalogId, ids);
  const checked = await checkRows(task, stored, batch.drafts);
  const sorted = sortRows(task, stored, checked);
  const products = sorted.written.map((row): ProductWrite => ({ id: randomUUIDv7(), ...row }));
  const issues = issuesOf(batch, checked);
  const counts = {
    ...countsOf(batch, stored, products, sorted.rejected),
    ...coverageOf(batch.drafts, stored, checked, sorted.rejected),
  };
  const { cancelRequested, imagesStored } = await task.batches.write({
    ...{ claim: task.claim, catalogId: run.catalogId, at: task.clock(), issues, counts },
    products: run.dryRun ? [] : products,
    rechecked: run.dryRun ? new Map() : referencesOf(sorted.same, stored),
  });
  await task.images.deleteStrays(imagesOf(sorted.rejected));
  const examples = run.dryRun ? examplesOf({ stored, products, issues }) : [];
  return { cancelRequested, imagesStored, failed: counts.failed, examples };
}

/** Looks at the images of the rows that changed, or that must be looked at all the same. */
async function checkRows(
  task: ImportTask,
  stored: StoredProducts,
  drafts: readonly ProductDraft[],
): Promise<CheckedRow[]> {
  const { run, storage, images } = task;
  const sources = await openSources(task, drafts);
  const found = await mapConcurrently(drafts, IMAGES_AT_ONCE, (draft) =>
    findRowImages(sources, draft),
  );
  const lookedAt = found.filter(
    (row) => !isStored(row, stored) || row.lacksFolder || (row.due && !run.dryRun),
  );
  const deps = { storage, recognise: images.findFacts };
  const check = run.dryRun ? checkRowImages : (row: FoundRow) => storeRowImages(sources, deps, row);
  return mapConcurrently(lookedAt, IMAGES_AT_ONCE, check);
}

/** Where the images of a batch come from. */
async function openSources(
  task: ImportTask,
  drafts: readonly ProductDraft[],
): Promise<ImageSources> {
  const names = drafts.flatMap(({ images }) => images.map(({ name }) => name));
  const addresses = [...new Set(names.filter((name) => formOf(name) === 'ADDRESS'))];
  const known = await task.images.knownAddresses(addresses);
  const remote = openRemoteImages(task, known, task.clock(), task.signal);
  return { directory: task.run.imageDirectory, remote };
}

/** Whether a product is stored as the row says it; a found row expects all of its images. */
function isStored(row: FoundRow | CheckedRow, stored: StoredProducts): boolean {
  const product = stored.get(row.draft.externalId);
  if (product?.contentHash !== row.contentHash || product.vanishedAt !== null) return false;
  return product.lacksImages === ('lacksImages' in row && row.lacksImages);
}

interface SortedRows {
  /** Stored as they are: their images failed again as before, or are still the same. */
  readonly same: readonly CheckedRow[];
  /** Left out, by the policy of the run. */
  readonly rejected: readonly CheckedRow[];
  readonly written: readonly CheckedRow[];
}

function sortRows(
  { run }: ImportTask,
  stored: StoredProducts,
  checked: readonly CheckedRow[],
): SortedRows {
  const [same, changed] = split(checked, (row) => isStored(row, stored) && !row.imagesChanged);
  const [rejected, written] = split(
    changed,
    ({ issues }) => run.policy !== 'IGNORE_FAILED' && issues.some(({ code }) => !isWarning(code)),
  );
  return { same, rejected, written };
}

function split<T>(rows: readonly T[], test: (row: T) => boolean): [T[], T[]] {
  return [rows.filter(test), rows.filter((row) => !test(row))];
}

function issuesOf(batch: Batch, checked: readonly CheckedRow[]): RowIssue[] {
  const ofImages = checked.flatMap((row) => rowIssues(row.draft, row.issues));
  return [...batch.issues, ...ofImages].sort((a, b) => a.row - b.row);
}

function countsOf(
  batch: Batch,
  stored: StoredProducts,
  products: readonly ProductWrite[],
  rejected: readonly CheckedRow[],
): Omit<BatchWrite['counts'], keyof Coverage> {
  const updated = products.filter(({ draft }) => stored.has(draft.externalId)).length;
  return {
    rowsRead: batch.rows,
    created: products.length - updated,
    updated,
    unchanged: batch.drafts.length - products.length - rejected.length,
    failed: batch.failed + rejected.length,
  };
}

/** How many of the products that are taken have what; of those left as they are, what they had. */
function coverageOf(
  drafts: readonly ProductDraft[],
  stored: StoredProducts,
  checked: readonly CheckedRow[],
  rejected: readonly CheckedRow[],
): Coverage {
  const rows = new Map(checked.map((row) => [row.draft, row]));
  const left = new Set(rejected.map(({ draft }) => draft));
  const taken = drafts.filter((draft) => !left.has(draft));
  const hasImage = (draft: ProductDraft) => {
    const shown = rows.get(draft)?.shown ?? null;
    return shown === null ? stored.get(draft.externalId)?.hasImages === true : shown > 0;
  };
  const count = (test: (draft: ProductDraft) => boolean) => taken.filter(test).length;
  return {
    withImage: count(hasImage),
    withPrice: count(({ price }) => price !== null),
    withCategory: count(({ category }) => category !== null),
    withBrand: count(({ brand }) => brand !== null),
  };
}

/** Content of the images that rows have, by sha256. */
const imagesOf = (rows: readonly Pick<CheckedRow, 'images'>[]): string[] =>
  rows.flatMap(({ images }) => (images?.stored ?? []).map(({ sha256 }) => sha256));

/** What was noted of the images of rows that are stored as they are, by product. */
function referencesOf(
  rows: readonly CheckedRow[],
  stored: StoredProducts,
): Map<string, readonly ReferenceWrite[]> {
  const pairs = rows.flatMap(({ draft, images }): [string, readonly ReferenceWrite[]][] => {
    const product = stored.get(draft.externalId);
    return product && images ? [[product.id, images.references]] : [];
  });
  return new Map(pairs);
}
