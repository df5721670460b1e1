import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as tf from '@tensorflow/tfjs-core';
import {
  input,
  type LayersModel,
  layers,
  model,
  type SymbolicTensor,
} from '@tensorflow/tfjs-layers';
import { BatchNormalization } from '../../../packages/ml/src/models/batchNormalization.ts';
import { L2Normalize } from '../../../packages/ml/src/models/l2Normalize.ts';
import { SeededDropout } from '../../../packages/ml/src/models/seededDropout.ts';

/** Networks of packages/ml/scripts/keras-fixtures.py, and what Keras itself made of their inputs. */

export function fixture(name: string): string {
  return fileURLToPath(new URL(`./fixtures/${name}`, import.meta.url));
}

function floats(name: string): Float32Array {
  const bytes = readFileSync(fixture(name));
  return new Float32Array(
    bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength),
  );
}

const apply = (layer: layers.Layer, x: SymbolicTensor | SymbolicTensor[]) =>
  layer.apply(x) as SymbolicTensor;

/** Five blocks of two convolutions, 4 to 8 wide, and MILDNet's head, concatenated as our own is. */
export function smallMildnet(): LayersModel {
  const image = input({ shape: [32, 32, 3], name: 'image' });
  let x = image;
  const averages: Record<number, SymbolicTensor> = {};
  for (const [i, filters] of [4, 5, 6, 7, 8].entries()) {
    const block = `block${i + 1}`;
    for (const conv of [1, 2]) {
      const name = `${block}_conv${conv}`;
      const padding = 'same' as const;
      x = apply(layers.conv2d({ name, filters, kernelSize: 3, padding, activation: 'relu' }), x);
    }
    x = apply(layers.maxPooling2d({ name: `${block}_pool`, poolSize: 2 }), x);
    averages[i + 1] = apply(layers.globalAveragePooling2d({ name: `${block}_average` }), x);
  }
  const joined = [5, 3, 4, 1, 2].map((block) => averages[block] as SymbolicTensor);
  x = apply(layers.concatenate({ name: 'multi_scale' }), joined);
  x = apply(layers.dense({ name: 'dense1', units: 12, activation: 'relu' }), x);
  x = apply(new SeededDropout({ name: 'dropout', rate: 0.6, seed: 1 }), x);
  x = apply(layers.dense({ name: 'dense2', units: 10, activation: 'relu' }), x);
  return model({
    inputs: image,
    outputs: apply(new L2Normalize({ name: 'embedding' }), x),
    name: 'small-mildnet',
  });
}

/** MobileNet's first block on 15x15 pixels: the odd size pads unevenly. */
export function smallMobilenet(): LayersModel {
  const image = input({ shape: [15, 15, 3], name: 'image' });
  const norm = (name: string) => new BatchNormalization({ name });
  const relu6 = (name: string) => layers.reLU({ name, maxValue: 6 });
  const parts: layers.Layer[] = [
    layers.conv2d({
      name: 'conv1',
      filters: 4,
      kernelSize: 3,
      strides: 2,
      padding: 'same',
      useBias: false,
    }),
    norm('conv1_bn'),
    relu6('conv1_relu'),
    layers.zeroPadding2d({
      name: 'conv_pad_1',
      padding: [
        [0, 1],
        [0, 1],
      ],
    }),
    layers.depthwiseConv2d({ name: 'conv_dw_1', kernelSize: 3, strides: 2, useBias: false }),
    norm('conv_dw_1_bn'),
    relu6('conv_dw_1_relu'),
    layers.conv2d({
      name: 'conv_pw_1',
      filters: 6,
      kernelSize: 1,
      padding: 'same',
      useBias: false,
    }),
    norm('conv_pw_1_bn'),
    relu6('conv_pw_1_relu'),
    layers.globalAveragePooling2d({ name: 'average' }),
    layers.dense({ name: 'dense1', units: 5 }),
    new L2Normalize({ name: 'embedding' }),
  ];
  const end = parts.reduce((x, layer) => apply(layer, x), image);
  return model({ inputs: image, outputs: end, name: 'small-mobilenet' });
}

/** Largest difference between what the model makes of a case's images and what Keras made. */
export function distanceFromKeras(net: LayersModel, name: string): number {
  const [, ...shape] = (net.inputs[0] as SymbolicTensor).shape;
  const output = tf.tidy(() => {
    const images = tf.tensor4d(floats(`${name}.input.bin`), [2, ...shape] as [
      number,
      number,
      number,
      number,
    ]);
    return (net.apply(images, { training: false }) as tf.Tensor).dataSync();
  });
  const expected = floats(`${name}.output.bin`);
  if (output.length !== expected.length) throw new Error('The fixture is of another network.');
  return Math.max(...output.map((value, i) => Math.abs(value - (expected[i] as number))));
}
