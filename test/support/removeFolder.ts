import { rm } from 'node:fs/promises';

/** Removes a data directory; its database server may still be writing its last files. */
export async function removeFolder(path: string): Promise<void> {
  await rm(path, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
}
