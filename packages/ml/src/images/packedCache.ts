import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { MlError } from '../errors.ts';
import type { Preprocessing } from './preprocessing.ts';

const MAGIC = 'SEMBLANCE-PACKED-1 ';
const HEADER_BYTES = MAGIC.length + 64;
const CHUNK = 64 * 1024 * 1024;

/** A hash (64 hex digits) of everything the packed bytes depend on. A missing file hashes as such. */
export async function packedCacheKey(
  paths: readonly string[],
  preprocessing: Preprocessing,
): Promise<string> {
  const hash = createHash('sha256').update(JSON.stringify(preprocessing));
  for (const path of paths) {
    const facts = await stat(path).catch(() => null);
    hash.update(`\n${path}\0${facts?.size ?? 'absent'}\0${facts?.mtimeMs ?? ''}`);
  }
  return hash.digest('hex');
}

/** The `length` bytes kept at `path` if they are there, whole and of this key; else null. */
export async function readPackedCache(
  path: string,
  key: string,
  length: number,
): Promise<Uint8Array | null> {
  const file = await open(path, 'r').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (!file) return null;
  try {
    const header = Buffer.alloc(HEADER_BYTES);
    await file.read(header, 0, HEADER_BYTES, 0);
    if (header.toString('latin1') !== MAGIC + key) return null;
    const { size } = await file.stat();
    if (size !== HEADER_BYTES + length) return null;
    const data = new Uint8Array(new SharedArrayBuffer(length));
    for (let at = 0; at < data.length; ) {
      const { bytesRead } = await file.read(
        data,
        at,
        Math.min(CHUNK, data.length - at),
        HEADER_BYTES + at,
      );
      if (bytesRead === 0) return null;
      at += bytesRead;
    }
    return data;
  } finally {
    await file.close();
  }
}

/** Writes beside the target, then renames, so that a crash leaves the old file or none. */
export async function writePackedCache(path: string, key: string, data: Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const temporary = `${path}.${randomUUID()}.tmp`;
  try {
    const file = await open(temporary, 'wx');
    try {
      await file.write(Buffer.from(MAGIC + key, 'latin1'));
      for (let at = 0; at < data.length; ) {
        const { bytesWritten } = await file.write(data, at, Math.min(CHUNK, data.length - at));
        at += bytesWritten;
      }
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
    throw new MlError('DISK_FULL', `No room left to write ${path}.`, { path }, { cause: error });
  }
}
