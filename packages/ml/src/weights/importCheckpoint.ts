import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { openBackend } from '../backend/open.ts';
import {
  type CheckpointManifest,
  type ImportRecord,
  LAYERS_MODEL,
} from '../checkpoints/checkpointManifest.ts';
import { packWeights } from '../checkpoints/packedWeights.ts';
import { saveCheckpoint } from '../checkpoints/saveCheckpoint.ts';
import { MlError } from '../errors.ts';
import type { Preprocessing } from '../images/preprocessing.ts';
import { architecturePreprocessing } from '../models/architecturePreprocessing.ts';
import { requireModel } from '../models/registry.ts';
import type { ModelImport } from './modelImport.ts';
import { openKeras, openLayersModel, requireWorking } from './openImported.ts';

/**
 * Makes a checkpoint folder, which `loadEmbedder` reads, of a model that was trained elsewhere.
 *
 * @throws {MlError} CONFIG_INVALID naming the field, MODEL_UNKNOWN, WEIGHTS_MISSING,
 *   WEIGHTS_UNSUPPORTED, WEIGHTS_CORRUPT, WEIGHTS_MISMATCH, EMBEDDINGS_COLLAPSED, DISK_FULL
 */
export async function importCheckpoint(
  given: ModelImport,
  directory: string,
): Promise<CheckpointManifest> {
  const info = await stat(given.path).catch(() => undefined);
  if (!info) {
    const message = `There is no file or folder ${given.path} to import.`;
    throw new MlError('WEIGHTS_MISSING', message, { path: given.path });
  }
  await openBackend(given.backend);
  const isLayersModel = info.isDirectory() || given.path.endsWith('.json');
  const net = isLayersModel ? await openLayersModel(given) : await openKeras(given);
  try {
    await requireWorking(net);
    return await writeImported(given, net, isLayersModel, directory);
  } finally {
    net.dispose();
  }
}

async function writeImported(
  given: ModelImport,
  net: LayersModel,
  isLayersModel: boolean,
  directory: string,
): Promise<CheckpointManifest> {
  const weights = await packWeights(net);
  const topology = isLayersModel ? Buffer.from(JSON.stringify(net.toJSON(null, false))) : undefined;
  const description = {
    model: isLayersModel ? LAYERS_MODEL : (given.architecture as string),
    dimension: net.outputs[0]?.shape[1] as number,
    preprocessing: importedPreprocessing(given, net),
    imported: await importRecord(given, isLayersModel),
    ...{ seed: 0, step: 0, epoch: 0, metrics: {}, dataFingerprint: '' },
    backend: tf.getBackend(),
  };
  return saveCheckpoint(directory, description, { weights, ...(topology && { topology }) });
}

function importedPreprocessing(given: ModelImport, net: LayersModel): Preprocessing {
  const size = net.inputs[0]?.shape[1] as number;
  const own: Preprocessing = given.architecture
    ? architecturePreprocessing(requireModel(given.architecture))
    : { size, fit: 'contain', background: [255, 255, 255], scale: 'zero-to-one' };
  return { ...own, size, fit: given.fit ?? own.fit };
}

async function importRecord(given: ModelImport, isLayersModel: boolean): Promise<ImportRecord> {
  const { path, concatenation, input: fed, pixels, fit } = given;
  const isFolder = (await stat(path)).isDirectory();
  const options = isLayersModel ? { pixels, fit } : { concatenation, input: fed, fit };
  const named = Object.entries(options).flatMap(([name, value]) => (value ? [[name, value]] : []));
  return {
    format: isLayersModel ? 'tfjs' : 'keras',
    file: basename(path),
    sha256: await sha256Of(isFolder ? join(path, 'model.json') : path),
    options: Object.fromEntries(named) as Record<string, string>,
  };
}

async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}
