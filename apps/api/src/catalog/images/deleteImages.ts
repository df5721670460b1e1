import type { Database } from '../../database/database.ts';
import { removeIfOlder } from '../../storage/atomic.ts';
import type { ImageFile, Storage } from '../../storage/storage.ts';
import type { ImportsStore } from '../imports/store.ts';
import { deleteUnusedImages } from '../products/storeDelete.ts';
import { unknownImages } from './store.ts';

/** Keeps the folder of images and the rows that tell of them in step. */

interface SweepDeps {
  readonly database: Database;
  readonly storage: Storage;
  readonly imports: Pick<ImportsStore, 'countActive'>;
}

/**
 * Deletes images that no product and no triplet uses any more, rows and files. Does nothing while
 * an import runs, whose images would seem unused.
 */
export async function forgetUnusedImages({ database, storage, imports }: SweepDeps): Promise<void> {
  // An import that begins from now on makes the files young that it finds in their place.
  const before = new Date();
  if ((await imports.countActive()) > 0) return;
  for await (const unused of deleteUnusedImages(database)) {
    for (const sha256 of unused) await storage.removeIfOlder(sha256, before);
  }
}

/**
 * Removes image files that no row tells of and half-written ones: what is left when a process is
 * killed between a file and its row. Does nothing while an import runs.
 * @param before files written or wanted since then stay: their row may be about to come
 * @returns how many were removed
 */
export async function sweepImages(deps: SweepDeps, before: Date): Promise<number> {
  if ((await deps.imports.countActive()) > 0) return 0;
  let removed = 0;
  for await (const files of deps.storage.imageFiles()) {
    for (const file of await strays(deps.database, files)) {
      const { path, sha256 } = file;
      const isGone = sha256
        ? await deps.storage.removeIfOlder(sha256, before)
        : await removeIfOlder(path, before);
      if (isGone) removed += 1;
    }
  }
  return removed;
}

async function strays(database: Database, files: readonly ImageFile[]): Promise<ImageFile[]> {
  const known = files.flatMap(({ sha256 }) => sha256 ?? []);
  const unknown = new Set(await unknownImages(database, known));
  return files.filter(({ sha256 }) => sha256 === undefined || unknown.has(sha256));
}
