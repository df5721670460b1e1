import { layers, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { BatchNormalization } from '../batchNormalization.ts';
import { Convolution } from '../convolution.ts';
import type { InitialWeights } from '../initialWeights.ts';
import { L2Normalize } from '../l2Normalize.ts';
import { through } from './through.ts';

/** Blocks of our own networks for a CPU. */

/** White product backgrounds become zero, the value that padding has. */
export function inverted(image: SymbolicTensor): SymbolicTensor {
  return through(image, [layers.rescaling({ scale: -1, offset: 1, name: 'invert' })]);
}

/**
 * Convolution, halving, batch normalisation, ReLU. Pooling comes before normalisation, which so
 * works on a quarter of the values.
 */
export function halvingBlock(
  x: SymbolicTensor,
  name: string,
  filters: number,
  initial: InitialWeights,
): SymbolicTensor {
  return through(x, [
    convolution(`${name}_conv`, filters, initial),
    layers.maxPooling2d({ name: `${name}_pool`, poolSize: 2 }),
    ...normalizedRelu(name),
  ]);
}

/** Two convolutions whose result is added to what came in (He et al. 2016); size and depth stay. */
export function residualBlock(
  x: SymbolicTensor,
  name: string,
  filters: number,
  initial: InitialWeights,
): SymbolicTensor {
  const change = through(x, [
    convolution(`${name}_conv1`, filters, initial),
    ...normalizedRelu(`${name}_1`),
    convolution(`${name}_conv2`, filters, initial),
    new BatchNormalization({ name: `${name}_2_norm` }),
  ]);
  const sum = layers.add({ name: `${name}_add` }).apply([x, change]) as SymbolicTensor;
  return through(sum, [layers.activation({ name: `${name}_relu`, activation: 'relu' })]);
}

/**
 * Two dense layers to a unit vector. The last one is linear, because unit vectors with negative
 * components separate better in few dimensions.
 */
export function embeddingHead(
  x: SymbolicTensor,
  hidden: number,
  dimension: number,
  initial: InitialWeights,
): SymbolicTensor {
  return through(x, [
    dense('dense1', hidden, 'relu', initial),
    dense('dense2', dimension, 'linear', initial),
    new L2Normalize({ name: 'embedding' }),
  ]);
}

// No bias: the normalisation that follows has its own offset.
function convolution(name: string, filters: number, initial: InitialWeights): layers.Layer {
  return new Convolution({ name, filters, initializer: initial.heNormal(name) });
}

function normalizedRelu(name: string): layers.Layer[] {
  return [
    new BatchNormalization({ name: `${name}_norm` }),
    layers.activation({ name: `${name}_relu`, activation: 'relu' }),
  ];
}

function dense(
  name: string,
  units: number,
  activation: 'relu' | 'linear',
  initial: InitialWeights,
): layers.Layer {
  return layers.dense({ name, units, activation, kernelInitializer: initial.glorotUniform(name) });
}
