import * as tf from '@tensorflow/tfjs-core';
import {
  input,
  type LayersModel,
  layers,
  model,
  type SymbolicTensor,
} from '@tensorflow/tfjs-layers';
import { MlError } from '../errors.ts';
import { requireModel } from '../models/registry.ts';
import { loadKerasWeights } from './keras/loadKerasWeights.ts';
import type { ModelImport } from './modelImport.ts';
import { readLayersModel } from './tfjs/layersModelFiles.ts';

/** @throws {MlError} CONFIG_INVALID, MODEL_UNKNOWN, WEIGHTS_... */
export async function openKeras(given: ModelImport): Promise<LayersModel> {
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

/**
 * The network of a layers model, fed 0..1 whatever it was trained on.
 *
 * @throws {MlError} WEIGHTS_...
 */
export async function openLayersModel(given: ModelImport): Promise<LayersModel> {
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

/**
 * Two different pictures must give two finite, different vectors: else nothing could be found.
 *
 * @throws {MlError} EMBEDDINGS_COLLAPSED
 */
export async function requireWorking(net: LayersModel): Promise<void> {
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
