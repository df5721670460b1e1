import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { lastCopies } from './fetchFeed.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const KEPT_DAYS = 1;
/** Longer than a week, so that a feed that is fetched weekly can be found unchanged. */
const KEPT_DAYS_LAST = 8;

/**
 * Deletes what was unpacked and not used for a day, superseded copies of fetched feeds a day old,
 * and what was left half done. The last copy of an address stays for eight days. The files of an
 * import that waits longer are fetched or unpacked again.
 * @param workDirectory see obtainFeed and fetchFeed
 */
export async function deleteOldFeeds(workDirectory: string, now: Date): Promise<void> {
  const last = await lastCopies(workDirectory);
  const names = await readdir(workDirectory).catch(() => []); // nothing was fetched or unpacked yet
  for (const name of names) {
    const path = join(workDirectory, name);
    const info = await stat(path).catch(() => undefined); // gone meanwhile
    const days = last.has(path) || name.endsWith('.json') ? KEPT_DAYS_LAST : KEPT_DAYS;
    if (info && now.getTime() - info.mtimeMs > days * DAY_MS) {
      await rm(path, { recursive: true, force: true });
    }
  }
}
