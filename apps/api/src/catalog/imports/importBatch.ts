import { randomUUIDv7 } from 'node:crypto';
import type { ImportRun } from '../../../../../prisma/client/client.ts';
import type { Database } from '../../database/database.ts';
import type { Fetcher } from '../../fetch/fetcher.ts';
import type { Storage } from '../../storage/storage.ts';
import type { ProductDraft } from '../feeds/readProduct.ts';
import { formOf } from '../images/feedImage.ts';
import type { ImageSources } from '../images/findImages.ts';
import { imageFacts, knownAddresses, type ReferenceWrite } from '../images/referencesStore.ts';
import { openRemoteImages } from '../images/remoteImages.ts';
import { unknownImages } from '../images/store.ts';
import { type ProductWrite, storedProducts, writeBatch } from './batchStore.ts';
import { mapConcurrently } from './mapConcurrently.ts';
import { type Example, examplesOf } from './plan.ts';
import type { Batch } from './readBatches.ts';
import {
  type CheckedRow,
  checkRowImages,
  type FoundRow,
  findRowImages,
  rowIssues,
  storeRowImages,
} from './rowImages.ts';
import type { ImportsStore } from './store.ts';

/** Decoding runs in libuv's four threads; a few more files are read meanwhile. */
const IMAGES_AT_ONCE = 6;

export interface BatchTask {
  readonly database: Database;
  readonly storage: Storage;
  readonly fetcher: Fetcher;
  readonly imports: Pick<ImportsStore, 'countActive'>;
  readonly run: ImportRun;
  readonly clock: () => Date;
  readonly signal?: AbortSignal | undefined;
}

export interface BatchResult {
  readonly cancelRequested: boolean;
  readonly imagesStored: number;
  readonly failed: number;
  /** Of a dry run. */
  readonly examples: readonly Example[];
}

/**
 * Compares a batch with what is stored, takes the images of rows that changed, and writes it all
 * in one short transaction. A dry run stores no image and writes only counts and issues.
 */
export async function importBatch(task: BatchTask, batch: Batch): Promise<BatchResult> {
  const { database, run } = task;
  const ids = batch.drafts.map(({ externalId }) => externalId);
  const stored = await storedProducts(database, run.catalogId, ids);
  const isStored = (row: FoundRow | CheckedRow) => {
    const product = stored.get(row.draft.externalId);
    if (product?.contentHash !== row.contentHash || product.vanishedAt !== null) return false;
    return product.lacksImages === ('lacksImages' in row && row.lacksImages);
  };
  const sources = await openSources(task, batch.drafts);
  const prepared = await mapConcurrently(batch.drafts, IMAGES_AT_ONCE, (draft) =>
    findRowImages(sources, draft),
  );
  const lookedAt = prepared.filter((row) => !isStored(row) || (row.due && !run.dryRun));
  const look = run.dryRun ? checkRowImages : (row: FoundRow) => complete(task, sources, row);
  const completed = await mapConcurrently(lookedAt, IMAGES_AT_ONCE, look);
  const isBad = ({ issues }: CheckedRow) => run.policy !== 'IGNORE_FAILED' && issues.length > 0;
  // Rows whose images failed again as before are what is stored already.
  const [same, changed] = split(completed, (row) => isStored(row) && !row.imagesChanged);
  const [rejected, taken] = split(changed, isBad);
  const products = taken.map((row): ProductWrite => ({ id: randomUUIDv7(), ...row }));
  const updated = products.filter(({ draft }) => stored.has(draft.externalId)).length;
  const imagesStored = products.reduce((sum, row) => sum + (row.images?.taken.length ?? 0), 0);
  const failed = batch.failed + rejected.length;
  const issues = [...batch.issues, ...completed.flatMap((row) => rowIssues(row.draft, row.issues))];
  const cancelRequested = await writeBatch(database, {
    importRunId: run.id,
    catalogId: run.catalogId,
    products: run.dryRun ? [] : products,
    rechecked: run.dryRun ? new Map() : referencesOf(same, stored),
    at: task.clock(),
    issues: issues.sort((a, b) => a.row - b.row),
    counts: {
      rowsRead: batch.rows,
      created: products.length - updated,
      updated,
      unchanged: batch.drafts.length - products.length - rejected.length,
      failed,
      imagesStored,
    },
  });
  await forgetImages(task, rejected);
  const examples = run.dryRun ? examplesOf({ stored, products, issues }) : [];
  return { cancelRequested, imagesStored, failed, examples };
}

/** Where the images of a batch come from. */
async function openSources(
  task: BatchTask,
  drafts: readonly ProductDraft[],
): Promise<ImageSources> {
  const names = drafts.flatMap(({ images }) => images.map(({ name }) => name));
  const addresses = [...new Set(names.filter((name) => formOf(name) === 'ADDRESS'))];
  const known = await knownAddresses(task.database, addresses);
  const remote = openRemoteImages(task, known, task.clock(), task.signal);
  return { directory: task.run.imageDirectory, remote };
}

function complete(
  { storage, database }: BatchTask,
  sources: ImageSources,
  row: FoundRow,
): Promise<CheckedRow> {
  const recognise = (sha256: string) => imageFacts(database, sha256);
  return storeRowImages(sources, { storage, recognise }, row);
}

function split<T>(rows: readonly T[], test: (row: T) => boolean): [T[], T[]] {
  return [rows.filter(test), rows.filter((row) => !test(row))];
}

/** What was noted of the images of rows that are stored as they are, by product. */
function referencesOf(
  rows: readonly CheckedRow[],
  stored: ReadonlyMap<string, { readonly id: string }>,
): Map<string, readonly ReferenceWrite[]> {
  const pairs = rows.flatMap(({ draft, images }): [string, readonly ReferenceWrite[]][] => {
    const product = stored.get(draft.externalId);
    return product && images ? [[product.id, images.references]] : [];
  });
  return new Map(pairs);
}

/**
 * Removes the files of products that were rejected once one of their images turned out bad. Beside
 * another import they stay for sweepImages: it may be about to use them.
 */
async function forgetImages(
  { database, storage, imports }: BatchTask,
  rejected: readonly CheckedRow[],
): Promise<void> {
  if (rejected.length === 0) return;
  // An import that begins from now on makes the files young that it finds in their place.
  const before = new Date();
  if ((await imports.countActive()) > 1) return;
  const taken = rejected.flatMap(({ images }) => images?.taken ?? []);
  const hashes = [...new Set(taken.map(({ sha256 }) => sha256))];
  for (const sha256 of await unknownImages(database, hashes)) {
    await storage.removeIfOlder(sha256, before);
  }
}
