/** Keeps the folder of images and the rows that tell of them in step. */
import { removeIfOlder } from '../../storage/atomic.ts';
import type { ImageFile, Storage } from '../../storage/storage.ts';
import type { ImagesStore } from './store.ts';

export interface DeleteImagesDeps {
  readonly storage: Storage;
  readonly images: ImagesStore;
  /** How many imports are under way: their images seem unused until a batch is written. */
  readonly countImports: () => Promise<number>;
}

/**
 * Deletes images that no product and no triplet uses any more: rows, vectors and files. Does
 * nothing while an import is under way.
 */
export async function deleteUnusedImages(deps: DeleteImagesDeps): Promise<void> {
  // An import that begins from now on makes the files young that it finds in their place.
  const before = new Date();
  if ((await deps.countImports()) > 0) return;
  for await (const unused of deps.images.deleteUnused()) {
    for (const sha256 of unused) await deps.storage.removeIfOlder(sha256, before);
  }
}

/**
 * Deletes stray files, of which there is no row, and half-written ones: what is left when a process
 * is killed between a file and its row. Does nothing while an import is under way.
 * @param before files written or asked for since then stay: their row may be about to come
 * @returns how many were deleted
 */
export async function deleteStrayFiles(deps: DeleteImagesDeps, before: Date): Promise<number> {
  if ((await deps.countImports()) > 0) return 0;
  let deleted = 0;
  for await (const files of deps.storage.imageFiles()) {
    for (const { path, sha256 } of await straysOf(deps.images, files)) {
      const isGone = sha256
        ? await deps.storage.removeIfOlder(sha256, before)
        : await removeIfOlder(path, before);
      if (isGone) deleted += 1;
    }
  }
  return deleted;
}

/** The same for a few files, by an import that may be the only one under way. */
export async function deleteStrays(
  { storage, images, countImports }: DeleteImagesDeps,
  sha256s: readonly string[],
): Promise<void> {
  if (sha256s.length === 0) return;
  // An import that begins from now on makes the files young that it finds in their place.
  const before = new Date();
  if ((await countImports()) > 1) return;
  for (const sha256 of await images.withoutRow([...new Set(sha256s)])) {
    await storage.removeIfOlder(sha256, before);
  }
}

async function straysOf(images: ImagesStore, files: readonly ImageFile[]): Promise<ImageFile[]> {
  const stored = files.flatMap(({ sha256 }) => sha256 ?? []);
  const strays = new Set(await images.withoutRow(stored));
  return files.filter(({ sha256 }) => sha256 === undefined || strays.has(sha256));
}
