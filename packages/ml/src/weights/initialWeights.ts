import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { findCheckpoint, readCheckedFile, readManifest } from '../checkpoints/checkpointFiles.ts';
import { splitFloats } from '../checkpoints/packedWeights.ts';
import type { ImagenetInput } from './keras/imagenetInput.ts';
import type { KerasLayer } from './keras/kerasLayer.ts';
import { loadKerasWeights } from './keras/loadKerasWeights.ts';
import { matchLayers, writeAssignments } from './keras/matchLayers.ts';

/** What training starts from instead of random weights. */
export type InitialWeightsSource =
  /** A Keras file of the architecture's backbone, such as ImageNet's. */
  | { kind: 'keras'; path: string; input: ImagenetInput }
  /** A checkpoint of this architecture or of another that has layers in common with it. */
  | { kind: 'checkpoint'; directory: string };

/**
 * Gives a fresh model the weights of a source as far as the source has them; the rest stays random.
 * Of another architecture's checkpoint, layers of the same name and shape are taken.
 *
 * @returns names of the layers that were set
 * @throws {MlError} WEIGHTS_..., CHECKPOINT_MISSING, CHECKPOINT_CORRUPT
 */
export async function loadInitialWeights(
  model: LayersModel,
  source: InitialWeightsSource,
): Promise<string[]> {
  if (source.kind === 'keras') {
    return loadKerasWeights(model, source.path, { scope: 'backbone', input: source.input });
  }
  const found = fitting(model, await readCheckpointLayers(source.directory));
  return writeAssignments(matchLayers(model, found, 'backbone'));
}

async function readCheckpointLayers(checkpointDirectory: string): Promise<KerasLayer[]> {
  const directory = (await findCheckpoint(checkpointDirectory)) ?? checkpointDirectory;
  const { weights } = await readManifest(directory);
  const bytes = await readCheckedFile(directory, weights);
  const sizes = weights.entries.map(({ shape }) => tf.util.sizeFromShape(shape));
  const layers = new Map<string, KerasLayer>();
  for (const [i, values] of splitFloats(bytes, sizes).entries()) {
    const { name, shape } = weights.entries[i] as (typeof weights.entries)[number];
    const owner = name.slice(0, name.lastIndexOf('/'));
    const layer = layers.get(owner) ?? { name: owner, weights: [] };
    layer.weights.push({ name, shape, values });
    layers.set(owner, layer);
  }
  return [...layers.values()];
}

function fitting(model: LayersModel, layers: readonly KerasLayer[]): KerasLayer[] {
  const shapes = new Map(
    model.layers.map(({ name, weights }) => [name, String(weights.map(({ shape }) => `${shape}`))]),
  );
  return layers.filter(
    ({ name, weights }) => shapes.get(name) === String(weights.map(({ shape }) => `${shape}`)),
  );
}
