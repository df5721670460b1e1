import { randomUUIDv7 } from 'node:crypto';
import type { ImportRun } from '../../../../prisma/client/client.ts';
import type { Database } from '../database/database.ts';
import type { Storage } from '../storage/storage.ts';
import { mapConcurrently } from './concurrently.ts';
import {
  type FoundImage,
  findImages,
  type ImageIssue,
  type TakenImage,
  takeImage,
} from './importImages.ts';
import { type Example, examplesOf } from './planExamples.ts';
import type { Batch } from './readBatches.ts';
import { contentHashOf, type ProductDraft, type RowIssue } from './readProduct.ts';
import { type ProductWrite, storedProducts, unknownImages, writeBatch } from './storeBatch.ts';

/** Decoding runs in libuv's four threads; a few more files are read meanwhile. */
const IMAGES_AT_ONCE = 6;
/** Marks a product that lacks images of its row, so that the next import tries them again. */
const INCOMPLETE = ':incomplete';

export interface BatchTask {
  readonly database: Database;
  readonly storage: Storage;
  readonly run: ImportRun;
}

/** A usable row with the image files found for it. */
interface Prepared {
  readonly draft: ProductDraft;
  readonly contentHash: string;
  readonly found: readonly FoundImage[];
  readonly imageIssues: ImageIssue[];
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
 * in one short transaction. A dry run takes no image and writes only counts and issues.
 */
export async function importBatch(task: BatchTask, batch: Batch): Promise<BatchResult> {
  const { database, run } = task;
  const ids = batch.drafts.map(({ externalId }) => externalId);
  const stored = await storedProducts(database, run.catalogId, ids);
  const isStored = ({ draft, contentHash }: Pick<ProductWrite, 'draft' | 'contentHash'>) => {
    const product = stored.get(draft.externalId);
    return product?.contentHash === contentHash && product.vanishedAt === null;
  };
  const prepared = await mapConcurrently(batch.drafts, IMAGES_AT_ONCE, (draft) =>
    prepare(run.imageDirectory, draft),
  );
  const changed = prepared.filter((row) => !isStored(row));
  const completed = run.dryRun
    ? changed.map(withoutImages)
    : await mapConcurrently(changed, IMAGES_AT_ONCE, (row) => complete(task, row));
  const rejected = new Set(run.policy === 'IGNORE_FAILED' ? [] : changed.filter(hasImageIssues));
  // Rows whose images failed again as before are what is stored already.
  const products = completed.filter(
    (row, index) => !isStored(row) && !rejected.has(changed[index] as Prepared),
  );
  const updated = products.filter(({ draft }) => stored.has(draft.externalId)).length;
  const imagesStored = products.reduce((sum, { images }) => sum + images.length, 0);
  const failed = batch.failed + rejected.size;
  const issues = [...batch.issues, ...changed.flatMap(imageIssuesOf)];
  const cancelRequested = await writeBatch(database, {
    importRunId: run.id,
    catalogId: run.catalogId,
    products: run.dryRun ? [] : products,
    replaceImages: run.imageDirectory !== null,
    issues: issues.sort((a, b) => a.row - b.row),
    counts: {
      rowsRead: batch.rows,
      created: products.length - updated,
      updated,
      unchanged: batch.drafts.length - products.length - rejected.size,
      failed,
      imagesStored,
    },
  });
  await forgetImages(task, completed, products);
  const examples = run.dryRun ? examplesOf({ stored, products, issues }) : [];
  return { cancelRequested, imagesStored, failed, examples };
}

const hasImageIssues = ({ imageIssues }: Prepared) => imageIssues.length > 0;

function withoutImages({ draft, contentHash, imageIssues }: Prepared): ProductWrite {
  const hash = imageIssues.length > 0 ? contentHash + INCOMPLETE : contentHash;
  return { id: randomUUIDv7(), draft, contentHash: hash, images: [] };
}

/** Removes the files of products that were rejected once one of their images turned out bad. */
async function forgetImages(
  { database, storage }: BatchTask,
  completed: readonly ProductWrite[],
  written: readonly ProductWrite[],
): Promise<void> {
  const kept = new Set(written);
  const rejected = completed.filter((row) => !kept.has(row)).flatMap(({ images }) => images);
  const hashes = [...new Set(rejected.map(({ sha256 }) => sha256))];
  for (const sha256 of await unknownImages(database, hashes)) await storage.remove(sha256);
}

async function prepare(directory: string | null, draft: ProductDraft): Promise<Prepared> {
  const { found, issues } = await findImages(directory, draft.images);
  const stamps = found.map(({ stamp }) => stamp);
  return { draft, contentHash: contentHashOf(draft, stamps), found, imageIssues: issues };
}

/** Stores the images of a row; those that can not be are added to its issues. */
async function complete({ storage }: BatchTask, row: Prepared): Promise<ProductWrite> {
  const images: TakenImage[] = [];
  for (const found of row.found) {
    const result = await takeImage(found, storage);
    if ('taken' in result) images.push(result.taken);
    else row.imageIssues.push(result.issue);
  }
  const contentHash = row.imageIssues.length > 0 ? row.contentHash + INCOMPLETE : row.contentHash;
  return { id: randomUUIDv7(), draft: row.draft, contentHash, images };
}

function imageIssuesOf({ draft, imageIssues }: Prepared): RowIssue[] {
  const { row, externalId } = draft;
  return imageIssues.map(({ code, message }) => {
    return { row, externalId, field: 'images', code, message };
  });
}
