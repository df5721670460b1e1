import { randomBytes } from 'node:crypto';
import { mkdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Readers see the whole file or none: it is written beside its place and then renamed into it. */
export async function writeAtomically(path: string, bytes: Uint8Array): Promise<void> {
  const aside = asideOf(path);
  await mkdir(dirname(path), { recursive: true });
  try {
    await writeFile(aside, bytes);
    await rename(aside, path);
  } catch (error) {
    await rm(aside, { force: true });
    throw error;
  }
}

/**
 * Removes a file unless it is younger. It is moved aside first, and looked at there: whoever finds
 * it in its place before that makes it young, whoever comes later writes it anew.
 */
export async function removeIfOlder(path: string, before: Date): Promise<boolean> {
  const aside = asideOf(path);
  const moved = await rename(path, aside).then(
    () => true,
    () => false, // it is not there
  );
  if (!moved) return false;
  const { mtime } = await stat(aside);
  if (mtime < before) {
    await rm(aside);
    return true;
  }
  await rename(aside, path);
  return false;
}

const asideOf = (path: string) => `${path}.${process.pid}.${randomBytes(4).toString('hex')}.tmp`;
