import { readFile, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { type LayersModel, loadLayersModel } from '@tensorflow/tfjs-layers';
import { isCode } from '../../checkpoints/writeFolder.ts';
import { MlError } from '../../errors.ts';

const MODEL_JSON = 'model.json';
/** As the library itself cuts: small enough for a browser's cache. */
const SHARD_BYTES = 4 * 1024 * 1024;

/** The files of a TensorFlow.js layers model, by name: `model.json` and its shards of weights. */
export async function layersModelFiles(
  model: LayersModel,
  metadata: Readonly<Record<string, unknown>>,
): Promise<Record<string, Uint8Array>> {
  model.setUserDefinedMetadata(metadata);
  let artifacts: tf.io.ModelArtifacts | undefined;
  await model.save(
    tf.io.withSaveHandler(async (given) => {
      artifacts = given;
      return { modelArtifactsInfo: tf.io.getModelArtifactsInfoForJSON(given) };
    }),
  );
  const { modelTopology, weightSpecs = [], weightData, ...about } = artifacts ?? {};
  const bytes = new Uint8Array(tf.io.CompositeArrayBuffer.join(weightData));
  const count = Math.max(1, Math.ceil(bytes.length / SHARD_BYTES));
  const names = Array.from({ length: count }, (_, i) => `weights-${i + 1}of${count}.bin`);
  const json = {
    format: 'layers-model',
    generatedBy: about.generatedBy,
    convertedBy: null,
    modelTopology,
    weightsManifest: [{ paths: names, weights: weightSpecs }],
    userDefinedMetadata: metadata,
  };
  const files: Record<string, Uint8Array> = { [MODEL_JSON]: Buffer.from(JSON.stringify(json)) };
  for (const [i, name] of names.entries()) {
    files[name] = bytes.subarray(i * SHARD_BYTES, (i + 1) * SHARD_BYTES);
  }
  return files;
}

interface ModelJson {
  format?: string;
  modelTopology: tf.io.ModelJSON['modelTopology'];
  weightsManifest: tf.io.WeightsManifestConfig;
}

/**
 * Builds a layers model from its files.
 *
 * @param path the `model.json`, or the folder that holds it
 * @throws {MlError} WEIGHTS_MISSING, WEIGHTS_UNSUPPORTED (a graph model, an unknown layer),
 *   WEIGHTS_CORRUPT
 */
export async function readLayersModel(path: string): Promise<LayersModel> {
  const file = await modelJsonIn(path);
  const { modelTopology, weightsManifest } = parseModelJson(await readOrMissing(file), file);
  const weightSpecs = weightsManifest.flatMap(({ weights }) => weights);
  const shards: Buffer[] = [];
  for (const name of weightsManifest.flatMap(({ paths }) => paths)) {
    if (basename(name) !== name || name === '..') {
      throw corrupt(file, `it names the shard ${name}, which does not lie beside it`);
    }
    shards.push(await readOrMissing(join(dirname(file), name)));
  }
  const weightData = new Uint8Array(Buffer.concat(shards)).buffer;
  requireSize(file, weightSpecs, weightData.byteLength);
  try {
    return await loadLayersModel(tf.io.fromMemory({ modelTopology, weightSpecs, weightData }));
  } catch (error) {
    const why = error instanceof Error ? error.message.split('\n')[0] : String(error);
    const message = `The network in ${file} can not be built: ${why}`;
    throw new MlError('WEIGHTS_UNSUPPORTED', message, { path: file }, { cause: error });
  }
}

async function modelJsonIn(path: string): Promise<string> {
  const info = await stat(path).catch(() => undefined);
  return info?.isDirectory() ? join(path, MODEL_JSON) : path;
}

function parseModelJson(bytes: Buffer, path: string): ModelJson {
  let json: Partial<ModelJson>;
  try {
    json = JSON.parse(bytes.toString('utf8')) as Partial<ModelJson>;
  } catch (error) {
    throw corrupt(path, 'it is not JSON', error);
  }
  if (json?.format === 'graph-model') {
    const message = `${path} is a graph model; only layers models, whose layers are known, are read.`;
    throw new MlError('WEIGHTS_UNSUPPORTED', message, { path });
  }
  const { modelTopology, weightsManifest } = json ?? {};
  const whole =
    modelTopology &&
    Array.isArray(weightsManifest) &&
    weightsManifest.every(({ paths, weights }) => Array.isArray(paths) && Array.isArray(weights));
  if (!whole) throw corrupt(path, 'it lacks modelTopology or weightsManifest');
  return { modelTopology, weightsManifest };
}

/** Quantised weights take fewer bytes than their type; they are left to the library. */
function requireSize(
  path: string,
  specs: readonly tf.io.WeightsManifestEntry[],
  bytes: number,
): void {
  if (specs.some(({ quantization }) => quantization)) return;
  const expected = specs.reduce((sum, { shape }) => sum + 4 * tf.util.sizeFromShape(shape), 0);
  if (bytes === expected) return;
  throw corrupt(path, `its shards have ${bytes} bytes where ${expected} are meant`);
}

async function readOrMissing(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (error) {
    if (!isCode(error, 'ENOENT', 'ENOTDIR', 'EISDIR', 'EACCES')) throw error;
    throw new MlError('WEIGHTS_MISSING', `There is no file ${path} to read.`, { path });
  }
}

function corrupt(path: string, why: string, cause?: unknown): MlError {
  return new MlError('WEIGHTS_CORRUPT', `${path} is damaged: ${why}.`, { path }, { cause });
}
