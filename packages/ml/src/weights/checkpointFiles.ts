import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { MlError } from '../errors.ts';
import {
  CHECKPOINT_FORMAT,
  CHECKPOINT_VERSION,
  type CheckedFile,
  type CheckpointManifest,
} from './checkpointManifest.ts';

const MANIFEST = 'checkpoint.json';

/** Describes a file that is about to be written. */
export function checkedFile(path: string, bytes: Uint8Array): CheckedFile {
  return { path, bytes: bytes.byteLength, sha256: sha256(bytes) };
}

/**
 * Writes a checkpoint folder whole or not at all: into a sibling first, which then takes the
 * name. A crash leaves the old one, or for an instant none but the sibling `<name>.old`, which
 * reading falls back to.
 *
 * @throws {MlError} DISK_FULL
 */
export async function writeCheckpoint(
  directory: string,
  manifest: CheckpointManifest,
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
    const json = `${JSON.stringify(manifest, null, 2)}\n`;
    await writeFile(join(fresh, MANIFEST), json, { flush: true });
    await rm(old, { recursive: true, force: true });
    await renameIfThere(directory, old);
    await rename(fresh, directory);
    await rm(old, { recursive: true, force: true });
  } catch (error) {
    await rm(fresh, { recursive: true, force: true });
    throw diskError(error, directory);
  }
}

/**
 * The manifest of a checkpoint folder, checked for sense.
 *
 * @throws {MlError} CHECKPOINT_MISSING, CHECKPOINT_CORRUPT, CHECKPOINT_MISMATCH (newer format)
 */
export async function readManifest(directory: string): Promise<CheckpointManifest> {
  const text = await readOrMissing(join(directory, MANIFEST));
  let json: Partial<CheckpointManifest>;
  try {
    json = JSON.parse(text.toString('utf8')) as Partial<CheckpointManifest>;
  } catch (error) {
    throw corrupt(`${MANIFEST} is not JSON`, directory, error);
  }
  if (json?.format !== CHECKPOINT_FORMAT) throw corrupt(`${MANIFEST} is something else`, directory);
  if (json.version !== CHECKPOINT_VERSION) {
    throw new MlError(
      'CHECKPOINT_MISMATCH',
      `The checkpoint in ${directory} has format version ${json.version}, not ${CHECKPOINT_VERSION}.`,
      { directory, version: json.version },
    );
  }
  const complete = json.model && json.weights?.entries && json.config && json.preprocessing;
  if (!complete) throw corrupt(`${MANIFEST} lacks fields`, directory);
  return json as CheckpointManifest;
}

/** A file of a checkpoint, whole. @throws {MlError} CHECKPOINT_MISSING, CHECKPOINT_CORRUPT */
export async function readCheckedFile(directory: string, file: CheckedFile): Promise<Uint8Array> {
  const bytes = await readOrMissing(join(directory, file.path));
  if (bytes.byteLength !== file.bytes) {
    throw corrupt(`${file.path} has ${bytes.byteLength} bytes of ${file.bytes}`, directory);
  }
  if (sha256(bytes) !== file.sha256) throw corrupt(`${file.path} fails its checksum`, directory);
  return bytes;
}

/** The folder to read: the checkpoint's own, or the one a crash left while it was replaced. */
export async function findCheckpoint(directory: string): Promise<string | null> {
  for (const candidate of [directory, `${directory}.old`]) {
    try {
      await readFile(join(candidate, MANIFEST));
      return candidate;
    } catch (error) {
      if (!isCode(error, 'ENOENT')) throw error;
    }
  }
  return null;
}

async function readOrMissing(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (error) {
    if (!isCode(error, 'ENOENT') && !isCode(error, 'ENOTDIR')) throw error;
    throw new MlError('CHECKPOINT_MISSING', `There is no checkpoint file ${path}.`, { path });
  }
}

async function renameIfThere(from: string, to: string): Promise<void> {
  try {
    await rename(from, to);
  } catch (error) {
    if (!isCode(error, 'ENOENT')) throw error;
  }
}

function corrupt(what: string, directory: string, cause?: unknown): MlError {
  return new MlError(
    'CHECKPOINT_CORRUPT',
    `The checkpoint in ${directory} is damaged: ${what}. Use another or train again.`,
    { directory },
    { cause },
  );
}

function diskError(error: unknown, directory: string): unknown {
  if (!isCode(error, 'ENOSPC') && !isCode(error, 'EDQUOT')) return error;
  const message = `The disk is full; the checkpoint ${directory} was not written, the last one stands.`;
  return new MlError('DISK_FULL', message, { directory }, { cause: error });
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
