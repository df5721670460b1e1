import { checkedFile, writeCheckpoint } from './checkpointFiles.ts';
import {
  CHECKPOINT_FORMAT,
  CHECKPOINT_VERSION,
  type CheckedFile,
  type CheckpointManifest,
} from './checkpointManifest.ts';
import type { PackedWeights } from './packedWeights.ts';

/** What may lie beside the manifest and the weights, and the file that it lies in. */
const FILE_NAMES = {
  topology: 'topology.json',
  optimizer: 'optimizer.bin',
  loss: 'loss.bin',
  average: 'average.bin',
} as const;
type Part = keyof typeof FILE_NAMES;

/** The weights, and those parts that this checkpoint keeps. */
export type CheckpointContents = { weights: PackedWeights } & Partial<Record<Part, Uint8Array>>;

/** What the manifest says beside its files. */
export type CheckpointDescription = Omit<
  CheckpointManifest,
  'format' | 'version' | 'weights' | Part | 'createdAt'
>;

/**
 * Writes a checkpoint folder, whole or not at all.
 *
 * @returns its manifest
 * @throws {MlError} DISK_FULL
 */
export async function saveCheckpoint(
  directory: string,
  { model, dimension, preprocessing, ...rest }: CheckpointDescription,
  { weights, ...parts }: CheckpointContents,
): Promise<CheckpointManifest> {
  const files: Record<string, Uint8Array> = { 'weights.bin': weights.bytes };
  const checked: Partial<Record<Part, CheckedFile>> = {};
  for (const [part, bytes] of Object.entries(parts) as [Part, Uint8Array][]) {
    files[FILE_NAMES[part]] = bytes;
    checked[part] = checkedFile(FILE_NAMES[part], bytes);
  }
  const manifest: CheckpointManifest = {
    format: CHECKPOINT_FORMAT,
    version: CHECKPOINT_VERSION,
    ...{ model, dimension, preprocessing },
    weights: { ...checkedFile('weights.bin', weights.bytes), entries: weights.entries },
    ...checked,
    ...rest,
    createdAt: new Date().toISOString(),
  };
  await writeCheckpoint(directory, manifest, files);
  return manifest;
}
