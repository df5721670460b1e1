import type { LayersModel } from '@tensorflow/tfjs-layers';
import { openBackend } from '../backend/open.ts';
import type { BackendOptions } from '../backend/report.ts';
import { loadCheckpointModel } from '../checkpoints/checkpointModel.ts';
import { MlError } from '../errors.ts';
import type { Preprocessing } from '../images/preprocessing.ts';
import { architecturePreprocessing } from '../models/architecturePreprocessing.ts';
import { withDimension } from '../models/defineModel.ts';
import { prepareInference } from '../models/inference.ts';
import { requireModel } from '../models/registry.ts';
import { type InitialWeightsSource, loadInitialWeights } from '../weights/initialWeights.ts';
import { embedRows, lengthOf, SHORTEST } from './embedPixels.ts';

/** A model ready to turn images into unit vectors. */
export interface Embedder {
  /** Name of the architecture. */
  name: string;
  dimension: number;
  /** How images must be decoded for it. */
  preprocessing: Preprocessing;
  /**
   * One unit vector an image, in order. Each image is RGB bytes `[size, size, 3]`.
   *
   * @throws {MlError} DIMENSION_MISMATCH for an image of another size, EMBEDDINGS_COLLAPSED for
   *   an embedding that is zero or not finite, which no index could hold
   */
  embed(pixels: readonly Uint8Array[]): Promise<Float32Array[]>;
  dispose(): void;
}

/**
 * The model of a checkpoint folder (`latest`, `best`, or one that `exportModel` wrote).
 *
 * @throws {MlError} CHECKPOINT_MISSING, CHECKPOINT_CORRUPT, CHECKPOINT_MISMATCH, MODEL_UNKNOWN
 */
export async function loadEmbedder(
  checkpointDirectory: string,
  backend?: BackendOptions,
): Promise<Embedder> {
  await openBackend(backend);
  const { manifest, model } = await loadCheckpointModel(checkpointDirectory);
  return embedderOf(manifest.model, model, manifest.preprocessing);
}

export interface UntrainedOptions {
  backend?: BackendOptions | undefined;
  /** What training started from; random weights where absent. */
  initialWeights?: InitialWeightsSource | undefined;
  /** Where it is not the architecture's own. */
  embeddingDimension?: number | null;
}

/**
 * The same architecture before any training: what a trained one is to be compared with.
 *
 * @throws {MlError} MODEL_UNKNOWN, CONFIG_INVALID for a length of embeddings that the architecture
 *   cannot have, and what loadInitialWeights throws
 */
export async function createUntrainedEmbedder(
  name: string,
  seed: number,
  { backend, initialWeights, embeddingDimension = null }: UntrainedOptions = {},
): Promise<Embedder> {
  const definition = withDimension(requireModel(name), embeddingDimension);
  await openBackend(backend);
  const model = definition.build({ seed });
  try {
    if (initialWeights) await loadInitialWeights(model, initialWeights);
  } catch (error) {
    model.dispose();
    throw error;
  }
  return embedderOf(name, model, architecturePreprocessing(definition));
}

async function embedderOf(
  name: string,
  model: LayersModel,
  preprocessing: Preprocessing,
): Promise<Embedder> {
  const dimension = model.outputs[0]?.shape[1] as number;
  const { size } = preprocessing;
  const inference = await prepareInference(model);
  return {
    name,
    dimension,
    preprocessing,
    async embed(pixels) {
      requireSizes(pixels, size);
      const rows = await embedRows(
        inference,
        size,
        dimension,
        pixels.length,
        (i) => pixels[i] as Uint8Array,
      );
      return pixels.map((_, i) => requireUnit(rows.slice(i * dimension, (i + 1) * dimension), i));
    },
    dispose: () => {
      inference.dispose();
      model.dispose();
    },
  };
}

function requireSizes(pixels: readonly Uint8Array[], size: number): void {
  const expected = size * size * 3;
  const index = pixels.findIndex((image) => image.length !== expected);
  if (index < 0) return;
  throw new MlError(
    'DIMENSION_MISMATCH',
    `Image ${index} has ${pixels[index]?.length} bytes; the model takes ${size}x${size} RGB.`,
    { index, expected, actual: pixels[index]?.length },
  );
}

/** @throws {MlError} EMBEDDINGS_COLLAPSED for a row that could not be brought to unit length */
function requireUnit(row: Float32Array, index: number): Float32Array {
  const norm = lengthOf(row);
  if (norm > SHORTEST && Number.isFinite(norm)) return row;
  throw new MlError(
    'EMBEDDINGS_COLLAPSED',
    `The model gives image ${index} an embedding of length ${norm}; train it anew.`,
    { index, norm: String(norm) },
  );
}
