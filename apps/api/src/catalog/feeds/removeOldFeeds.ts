import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

const KEPT_MS = 24 * 60 * 60 * 1000;

/**
 * Removes what was fetched, or unpacked and not used, a day ago or longer, and what was left half
 * done. The files of an import that waits longer are fetched or unpacked again.
 * @param workDirectory see obtainFeed and fetchFeed
 */
export async function removeOldFeeds(workDirectory: string, now: Date): Promise<void> {
  const names = await readdir(workDirectory).catch(() => []); // nothing was fetched or unpacked yet
  for (const name of names) {
    const path = join(workDirectory, name);
    const info = await stat(path).catch(() => undefined); // removed meanwhile
    if (info && now.getTime() - info.mtimeMs > KEPT_MS) {
      await rm(path, { recursive: true, force: true });
    }
  }
}
