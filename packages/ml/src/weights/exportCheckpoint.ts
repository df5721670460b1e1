import { readdir } from 'node:fs/promises';
import { openBackend } from '../backend/open.ts';
import type { BackendOptions } from '../backend/report.ts';
import { type CheckpointModel, loadCheckpointModel } from '../checkpoints/checkpointModel.ts';
import { isCode, writeFolder } from '../checkpoints/writeFolder.ts';
import { MlError } from '../errors.ts';
import { type PixelLayout, toOnnx } from './onnx/toOnnx.ts';
import { layersModelFiles } from './tfjs/layersModelFiles.ts';
import { standardModel } from './tfjs/standardModel.ts';

export const EXPORT_FORMATS = ['onnx', 'tfjs'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

export interface CheckpointExport {
  format: ExportFormat;
  /** Order of the ONNX input's axes; default `nhwc`. */
  layout?: PixelLayout | undefined;
  /** What the caller calls the model, kept in the files: a name, a version number. */
  about?: Readonly<Record<string, string>>;
  backend?: BackendOptions;
}

export interface ExportedFile {
  name: string;
  bytes: number;
}

/**
 * Writes the model of a checkpoint folder for use elsewhere, with what its images must go through:
 * `model.onnx`, or `model.json` and its shards for plain TensorFlow.js.
 *
 * @param target a folder that is not there yet, or empty
 * @throws {MlError} CONFIG_INVALID when `target` holds something, CHECKPOINT_MISSING,
 *   CHECKPOINT_CORRUPT, CHECKPOINT_MISMATCH, WEIGHTS_UNSUPPORTED, DISK_FULL
 */
export async function exportCheckpoint(
  directory: string,
  target: string,
  options: CheckpointExport,
): Promise<ExportedFile[]> {
  await requireEmpty(target);
  await openBackend(options.backend);
  const loaded = await loadCheckpointModel(directory);
  try {
    const files =
      options.format === 'onnx'
        ? await onnxFiles(loaded, options)
        : await tfjsFiles(loaded, options);
    await writeFolder(target, files);
    return Object.entries(files).map(([name, { byteLength }]) => ({ name, bytes: byteLength }));
  } finally {
    loaded.model.dispose();
  }
}

async function onnxFiles(
  { manifest, model }: CheckpointModel,
  { layout = 'nhwc', about = {} }: CheckpointExport,
): Promise<Record<string, Uint8Array>> {
  const { size } = manifest.preprocessing;
  const description =
    `${manifest.model}: a ${size}x${size} RGB image in 0..1 (${layout}) becomes an embedding of ` +
    `${manifest.dimension} numbers. See metadata for how images are prepared.`;
  const metadata = {
    ...about,
    architecture: manifest.model,
    dimension: String(manifest.dimension),
    layout,
    preprocessing: JSON.stringify(manifest.preprocessing),
  };
  return { 'model.onnx': await toOnnx(model, { layout, description, metadata }) };
}

async function tfjsFiles(
  { manifest, model }: CheckpointModel,
  { about = {} }: CheckpointExport,
): Promise<Record<string, Uint8Array>> {
  const { dimension, preprocessing } = manifest;
  const standard = standardModel(model);
  try {
    const metadata = { ...about, architecture: manifest.model, dimension, preprocessing };
    return await layersModelFiles(standard, metadata);
  } finally {
    standard.dispose();
  }
}

async function requireEmpty(target: string): Promise<void> {
  let names: string[] = [];
  try {
    names = await readdir(target);
  } catch (error) {
    if (isCode(error, 'ENOENT')) return;
    if (!isCode(error, 'ENOTDIR')) throw error;
    names = [target];
  }
  if (names.length === 0) return;
  const message = `${target} is not an empty folder; name a new one, nothing is overwritten.`;
  throw new MlError('CONFIG_INVALID', message, { field: 'to', target });
}
