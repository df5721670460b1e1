import { randomBytes } from 'node:crypto';
import { copyFile, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Readers see the whole file or none: it is written beside its place and then renamed into it. */
export async function writeAtomically(path: string, bytes: Uint8Array): Promise<void> {
  await intoPlace(path, (aside) => writeFile(aside, bytes));
}

export async function copyAtomically(source: string, path: string): Promise<void> {
  await intoPlace(path, (aside) => copyFile(source, aside));
}

async function intoPlace(path: string, write: (aside: string) => Promise<void>): Promise<void> {
  const aside = `${path}.${process.pid}.${randomBytes(4).toString('hex')}.tmp`;
  await mkdir(dirname(path), { recursive: true });
  try {
    await write(aside);
    await rename(aside, path);
  } catch (error) {
    await rm(aside, { force: true });
    throw error;
  }
}
