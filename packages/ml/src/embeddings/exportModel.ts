import {
  findCheckpoint,
  readCheckedFile,
  readManifest,
  writeCheckpoint,
} from '../weights/checkpointFiles.ts';
import type { CheckpointManifest } from '../weights/checkpointManifest.ts';

/**
 * Copies what serving needs of a checkpoint, the manifest and the weights without the optimizer's
 * state, checking them on the way. `loadEmbedder` reads the result.
 *
 * @throws {MlError} CHECKPOINT_MISSING, CHECKPOINT_CORRUPT, CHECKPOINT_MISMATCH, DISK_FULL
 */
export async function exportModel(
  checkpointDirectory: string,
  targetDirectory: string,
): Promise<CheckpointManifest> {
  const directory = (await findCheckpoint(checkpointDirectory)) ?? checkpointDirectory;
  const { optimizer: _, average: __, progress: ___, ...manifest } = await readManifest(directory);
  const weights = await readCheckedFile(directory, manifest.weights);
  const files = { [manifest.weights.path]: weights };
  const { topology } = manifest;
  if (topology) files[topology.path] = await readCheckedFile(directory, topology);
  await writeCheckpoint(targetDirectory, manifest, files);
  return manifest;
}
