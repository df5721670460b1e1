import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { MlError } from '../errors.ts';

/**
 * Writes a folder of files whole or not at all: into a sibling first, which then takes the name.
 * A crash leaves the old one, or for an instant none but the sibling `<name>.old`.
 *
 * @throws {MlError} DISK_FULL
 */
export async function writeFolder(
  directory: string,
  files: Readonly<Record<string, Uint8Array>>,
): Promise<void> {
  const parent = dirname(directory);
  const fresh = join(parent, `${basename(directory)}.new`);
  const old = join(parent, `${basename(directory)}.old`);
  try {
    await rm(fresh, { recursive: true, force: true });
    await mkdir(fresh, { recursive: true });
    for (const [name, bytes] of Object.entries(files)) {
      await writeFile(join(fresh, name), bytes, { flush: true });
    }
    await rm(old, { recursive: true, force: true });
    await renameIfThere(directory, old);
    await rename(fresh, directory);
    await rm(old, { recursive: true, force: true });
  } catch (error) {
    await rm(fresh, { recursive: true, force: true });
    throw diskError(error, directory);
  }
}

async function renameIfThere(from: string, to: string): Promise<void> {
  try {
    await rename(from, to);
  } catch (error) {
    if (!isCode(error, 'ENOENT')) throw error;
  }
}

function diskError(error: unknown, directory: string): unknown {
  if (!isCode(error, 'ENOSPC') && !isCode(error, 'EDQUOT')) return error;
  const message = `The disk is full; ${directory} was not written, what was there stands.`;
  return new MlError('DISK_FULL', message, { directory }, { cause: error });
}

/** True for an error of the file system with one of these codes. */
export function isCode(error: unknown, ...codes: string[]): boolean {
  return (
    error instanceof Error &&
    'code' in error &&
    typeof error.code === 'string' &&
    codes.includes(error.code)
  );
}
