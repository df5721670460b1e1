import { type LayersModel, models } from '@tensorflow/tfjs-layers';
import { MlError } from '../errors.ts';
import { requireModel } from '../models/registry.ts';
import { findCheckpoint, readCheckedFile, readManifest } from './checkpointFiles.ts';
import type { CheckpointManifest } from './checkpointManifest.ts';
import { unpackWeights } from './packedWeights.ts';

export interface CheckpointModel {
  manifest: CheckpointManifest;
  /** For the caller to dispose of. */
  model: LayersModel;
}

/**
 * The model of a checkpoint folder with its weights, on the backend that is open.
 *
 * @throws {MlError} CHECKPOINT_MISSING, CHECKPOINT_CORRUPT, CHECKPOINT_MISMATCH, MODEL_UNKNOWN
 */
export async function loadCheckpointModel(checkpointDirectory: string): Promise<CheckpointModel> {
  const directory = (await findCheckpoint(checkpointDirectory)) ?? checkpointDirectory;
  const manifest = await readManifest(directory);
  const bytes = await readCheckedFile(directory, manifest.weights);
  const model = await buildModel(directory, manifest);
  try {
    unpackWeights(model, { entries: manifest.weights.entries, bytes });
  } catch (error) {
    model.dispose();
    throw error;
  }
  return { manifest, model };
}

async function buildModel(directory: string, manifest: CheckpointManifest): Promise<LayersModel> {
  if (!manifest.topology) {
    return requireModel(manifest.model).build({
      seed: manifest.seed,
      embeddingDimension: manifest.dimension,
      inputSize: manifest.preprocessing.size,
      weights: 'zeros',
    });
  }
  const text = Buffer.from(await readCheckedFile(directory, manifest.topology)).toString('utf8');
  try {
    return await models.modelFromJSON(JSON.parse(text));
  } catch (error) {
    const message = `The layers of the model in ${directory} can not be built.`;
    throw new MlError('CHECKPOINT_CORRUPT', message, { directory }, { cause: error });
  }
}
