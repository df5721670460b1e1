import {
  findCheckpoint,
  readCheckedFile,
  readManifest,
  writeCheckpoint,
} from './checkpointFiles.ts';
import type { CheckpointManifest } from './checkpointManifest.ts';

/**
 * Copies what serving needs of a checkpoint, the manifest and the weights without the state
 * of optimizer and loss, checking them on the way. `loadEmbedder` reads the result.
 *
 * @throws {MlError} CHECKPOINT_MISSING, CHECKPOINT_CORRUPT, CHECKPOINT_MISMATCH, DISK_FULL
 */
export async function copyForServing(
  checkpointDirectory: string,
  targetDirectory: string,
): Promise<CheckpointManifest> {
  const directory = (await findCheckpoint(checkpointDirectory)) ?? checkpointDirectory;
  const whole = await readManifest(directory);
  const { optimizer: _, average: __, loss: ___, progress: ____, ...manifest } = whole;
  const weights = await readCheckedFile(directory, manifest.weights);
  const files = { [manifest.weights.path]: weights };
  const { topology } = manifest;
  if (topology) files[topology.path] = await readCheckedFile(directory, topology);
  await writeCheckpoint(targetDirectory, manifest, files);
  return manifest;
}
