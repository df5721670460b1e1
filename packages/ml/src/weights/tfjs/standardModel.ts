import type * as tf from '@tensorflow/tfjs-core';
import {
  initializers,
  input,
  type LayersModel,
  layers,
  model,
  type SymbolicTensor,
} from '@tensorflow/tfjs-layers';
import { MlError } from '../../errors.ts';
import { type LayerCall, layerGraph } from '../layerCalls.ts';

/** Layers of the library that are taken over as they are. */
const LIBRARY = new Set([
  'Activation',
  'Add',
  'AveragePooling2D',
  'BatchNormalization',
  'Concatenate',
  'Conv2D',
  'Cropping2D',
  'Dense',
  'DepthwiseConv2D',
  'Flatten',
  'GlobalAveragePooling2D',
  'LayerNormalization',
  'MaxPooling2D',
  'Multiply',
  'ReLU',
  'Rescaling',
  'Reshape',
  'ZeroPadding2D',
]);

/** Left out: they do nothing when serving. */
const TRAINING_ONLY = new Set(['Dropout', 'SeededDropout']);

/**
 * The same function made of the library's own layers alone, so that plain TensorFlow.js loads it.
 * The caller disposes of it.
 *
 * @throws {MlError} WEIGHTS_UNSUPPORTED naming a layer that has no counterpart there
 */
export function standardModel(source: LayersModel): LayersModel {
  const { image, calls, embedding } = layerGraph(source);
  const [given] = source.inputs as [SymbolicTensor];
  const start = input({ shape: given.shape.slice(1), name: 'image' });
  const tensors = new Map<number, SymbolicTensor>([[image, start]]);
  const made: [layers.Layer, LayerCall][] = [];
  for (const call of calls) {
    const inputs = call.inputs.map((id) => tensors.get(id) as SymbolicTensor);
    const [first] = inputs as [SymbolicTensor];
    const kind = call.layer.getClassName();
    if (TRAINING_ONLY.has(kind)) tensors.set(call.output, first);
    else if (kind === 'L2Normalize') tensors.set(call.output, unitLength(call, first));
    else {
      const layer = standardLayer(call.layer);
      const output = layer.apply(inputs.length > 1 ? inputs : first) as SymbolicTensor;
      tensors.set(call.output, output);
      made.push([layer, call]);
    }
  }
  const end = tensors.get(embedding) as SymbolicTensor;
  const net = model({ inputs: start, outputs: end, name: source.name });
  for (const [layer, call] of made) copyWeights(call.layer, layer);
  return net;
}

function standardLayer(layer: layers.Layer): layers.Layer {
  const kind = layer.getClassName();
  const config = layer.getConfig();
  // Ours train faster and compute the same.
  if (kind === 'Convolution') return layers.conv2d(config as never);
  if (kind === 'SpatialBatchNormalization') return layers.batchNormalization(config as never);
  if (LIBRARY.has(kind)) {
    const Kind = layer.constructor as tf.serialization.SerializableConstructor<layers.Layer>;
    return new Kind(config);
  }
  throw unsupported(layer, 'plain TensorFlow.js has no such layer');
}

function copyWeights(from: layers.Layer, to: layers.Layer): void {
  for (const [i, weight] of to.weights.entries()) {
    const source = from.weights[i]?.read();
    if (source) weight.write(source);
  }
}

/**
 * Unit length by layer normalisation: `[x, -x]` has mean 0 and variance `|x|^2 / n`, so normalising
 * it and scaling by `1 / sqrt(n)` gives `[x, -x] / |x|`, whose first half is wanted.
 */
function unitLength({ layer, outputShape }: LayerCall, x: SymbolicTensor): SymbolicTensor {
  const [size, ...others] = outputShape as [number, ...number[]];
  if (others.length > 0) throw unsupported(layer, 'it normalises a map, not a vector');
  const { name } = layer;
  const negative = layers.rescaling({ name: `${name}_negative`, scale: -1 });
  const both = layers.concatenate({ name: `${name}_both` });
  const parts = [
    layers.layerNormalization({
      name: `${name}_norm`,
      epsilon: 1e-12 / size,
      center: false,
      gammaInitializer: initializers.constant({ value: 1 / Math.sqrt(size) }),
    }),
    layers.reshape({ name: `${name}_column`, targetShape: [2 * size, 1, 1] }),
    layers.cropping2D({
      name: `${name}_half`,
      cropping: [
        [0, size],
        [0, 0],
      ],
    }),
    layers.flatten({ name }),
  ];
  const mirrored = both.apply([x, negative.apply(x) as SymbolicTensor]) as SymbolicTensor;
  return parts.reduce((tensor, part) => part.apply(tensor) as SymbolicTensor, mirrored);
}

function unsupported(layer: layers.Layer, why: string): MlError {
  const kind = layer.getClassName();
  const message = `The layer ${layer.name} (${kind}) can not be written for TensorFlow.js: ${why}. Export to ONNX instead.`;
  return new MlError('WEIGHTS_UNSUPPORTED', message, { layer: layer.name, kind });
}
