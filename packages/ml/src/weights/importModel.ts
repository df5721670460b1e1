import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import {
  input,
  type LayersModel,
  layers,
  model,
  type SymbolicTensor,
} from '@tensorflow/tfjs-layers';
import { openBackend } from '../backend/open.ts';
import type { BackendOptions } from '../backend/report.ts';
import { MlError } from '../errors.ts';
import type { Preprocessing } from '../images/preprocessing.ts';
import { requireModel } from '../models/registry.ts';
import { preprocessingOf } from '../training/runState.ts';
import { checkedFile, writeCheckpoint } from './checkpointFiles.ts';
import {
  CHECKPOINT_FORMAT,
  CHECKPOINT_VERSION,
  type CheckpointManifest,
  type ImportRecord,
  LAYERS_MODEL,
} from './checkpointManifest.ts';
import type { ConcatenationName } from './keras/concatenation.ts';
import type { ImagenetInput } from './keras/imagenetInput.ts';
import { loadKerasWeights } from './keras/loadKerasWeights.ts';
import { packWeights } from './packedWeights.ts';
import { readLayersModel } from './tfjs/layersModelFiles.ts';

export const PIXEL_RANGES = ['zero-to-one', 'minus-one-to-one', 'bytes'] as const;
/** What a network from elsewhere takes for black and white: 0 and 1, -1 and 1, or 0 and 255. */
export type PixelRange = (typeof PIXEL_RANGES)[number];

export interface ModelImport {
  /** A Keras weight file (HDF5), or a TensorFlow.js layers model (model.json or its folder). */
  path: string;
  /** Name of the architecture that the Keras file holds the weights of. */
  architecture?: string | undefined;
  /** Of a Keras file: see `KerasOptions`. */
  concatenation?: ConcatenationName | undefined;
  input?: ImagenetInput | undefined;
  /** Of a layers model; default `zero-to-one`. */
  pixels?: PixelRange | undefined;
  /** How images are brought to the square; default the architecture's own, `contain`. */
  fit?: Preprocessing['fit'] | undefined;
  backend?: BackendOptions;
}

/**
 * Makes a checkpoint folder, which `loadEmbedder` reads, of a model that was trained elsewhere.
 *
 * @throws {MlError} CONFIG_INVALID naming the field, MODEL_UNKNOWN, WEIGHTS_MISSING,
 *   WEIGHTS_UNSUPPORTED, WEIGHTS_CORRUPT, WEIGHTS_MISMATCH, EMBEDDINGS_COLLAPSED, DISK_FULL
 */
export async function importModel(
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

async function openKeras(given: ModelImport): Promise<LayersModel> {
  if (!given.architecture) {
    const message =
      'A Keras weight file needs the name of its architecture: see the list of models.';
    throw new MlError('CONFIG_INVALID', message, { field: 'architecture' });
  }
  const net = requireModel(given.architecture).build({ seed: 0, weights: 'zeros' });
  try {
    const { concatenation = 'python2', input: fed = 'as-published' } = given;
    await loadKerasWeights(net, given.path, { concatenation, input: fed });
    return net;
  } catch (error) {
    net.dispose();
    throw error;
  }
}

/** The network of a layers model, fed 0..1 whatever it was trained on. */
async function openLayersModel(given: ModelImport): Promise<LayersModel> {
  const net = await readLayersModel(given.path);
  const shapes = [net.inputs.length, ...(net.inputs[0]?.shape ?? [])];
  const [count, , height, width, channels] = shapes;
  const size = net.outputs.length === 1 ? net.outputs[0]?.shape : undefined;
  if (count !== 1 || !height || height !== width || channels !== 3 || size?.length !== 2) {
    net.dispose();
    const message =
      'The network must take one square RGB image of a fixed size and give one vector; ' +
      `this one takes ${describe(net.inputs)} and gives ${describe(net.outputs)}.`;
    throw new MlError('WEIGHTS_UNSUPPORTED', message, { path: given.path });
  }
  const { pixels = 'zero-to-one' } = given;
  if (pixels === 'zero-to-one') return net;
  const image = input({ shape: [height, width, 3], name: 'image' });
  const change = pixels === 'bytes' ? { scale: 255 } : { scale: 2, offset: -1 };
  const scaled = layers.rescaling({ ...change, name: 'pixel_range' }).apply(image);
  const outputs = net.apply(scaled as SymbolicTensor) as SymbolicTensor;
  return model({ inputs: image, outputs, name: net.name });
}

function describe(tensors: readonly SymbolicTensor[]): string {
  return tensors
    .map(
      ({ shape }) =>
        `[${shape
          .slice(1)
          .map((d) => d ?? '?')
          .join(', ')}]`,
    )
    .join(' and ');
}

/** Two different pictures must give two finite, different vectors: else nothing could be found. */
async function requireWorking(net: LayersModel): Promise<void> {
  const [, ...shape] = (net.inputs[0] as SymbolicTensor).shape as number[];
  const output = tf.tidy(() => {
    const pictures = tf.randomUniform([2, ...shape], 0, 1, 'float32', 7);
    return net.apply(pictures, { training: false }) as tf.Tensor2D;
  });
  const [a, b] = (await output.array()) as [number[], number[]];
  output.dispose();
  const apart = Math.max(...a.map((value, i) => Math.abs(value - (b[i] as number))));
  if (Number.isFinite(apart) && apart > 0) return;
  const message = 'The imported network gives two different pictures the same or no embedding.';
  throw new MlError('EMBEDDINGS_COLLAPSED', message, { difference: String(apart) });
}

async function writeImported(
  given: ModelImport,
  net: LayersModel,
  isLayersModel: boolean,
  directory: string,
): Promise<CheckpointManifest> {
  const packed = await packWeights(net);
  const files: Record<string, Uint8Array> = { 'weights.bin': packed.bytes };
  const topology = isLayersModel ? Buffer.from(JSON.stringify(net.toJSON(null, false))) : undefined;
  if (topology) files['topology.json'] = topology;
  const manifest: CheckpointManifest = {
    format: CHECKPOINT_FORMAT,
    version: CHECKPOINT_VERSION,
    model: isLayersModel ? LAYERS_MODEL : (given.architecture as string),
    dimension: net.outputs[0]?.shape[1] as number,
    preprocessing: importedPreprocessing(given, net),
    weights: { ...checkedFile('weights.bin', packed.bytes), entries: packed.entries },
    ...(topology && { topology: checkedFile('topology.json', topology) }),
    imported: await importRecord(given, isLayersModel),
    seed: 0,
    step: 0,
    epoch: 0,
    metrics: {},
    dataFingerprint: '',
    backend: tf.getBackend(),
    createdAt: new Date().toISOString(),
  };
  await writeCheckpoint(directory, manifest, files);
  return manifest;
}

function importedPreprocessing(given: ModelImport, net: LayersModel): Preprocessing {
  const size = net.inputs[0]?.shape[1] as number;
  const own: Preprocessing = given.architecture
    ? preprocessingOf(requireModel(given.architecture))
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
