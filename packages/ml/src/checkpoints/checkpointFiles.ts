import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { MlError } from '../errors.ts';
import { respelledMetrics } from '../evaluation/earlierSpelling.ts';
import {
  CHECKPOINT_FORMAT,
  CHECKPOINT_VERSION,
  type CheckedFile,
  type CheckpointManifest,
} from './checkpointManifest.ts';
import { isCode, writeFolder } from './writeFolder.ts';

const MANIFEST = 'checkpoint.json';

/** Describes a file that is about to be written. */
export function checkedFile(path: string, bytes: Uint8Array): CheckedFile {
  return { path, bytes: bytes.byteLength, sha256: sha256(bytes) };
}

/**
 * Writes a checkpoint folder whole or not at all, see writeFolder; an interrupted replacement is
 * what `findCheckpoint` falls back to.
 *
 * @throws {MlError} DISK_FULL
 */
export async function writeCheckpoint(
  directory: string,
  manifest: CheckpointManifest,
  files: Readonly<Record<string, Uint8Array>>,
): Promise<void> {
  const json = Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`);
  await writeFolder(directory, { ...files, [MANIFEST]: json });
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
  const complete =
    json.model && json.weights?.entries && (json.config || json.imported) && json.preprocessing;
  if (!complete) throw corrupt(`${MANIFEST} lacks fields`, directory);
  const manifest = json as CheckpointManifest;
  return { ...manifest, metrics: respelledMetrics(manifest.metrics ?? {}) };
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

function corrupt(what: string, directory: string, cause?: unknown): MlError {
  return new MlError(
    'CHECKPOINT_CORRUPT',
    `The checkpoint in ${directory} is damaged: ${what}. Use another or train again.`,
    { directory },
    { cause },
  );
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
