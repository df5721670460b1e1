import { layers, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { BatchNormalization } from './batchNormalization.ts';
import { Convolution } from './convolution.ts';
import { defineModel } from './defineModel.ts';
import type { InitialWeights } from './initialWeights.ts';
import { L2Normalize } from './l2Normalize.ts';

const BLOCK_FILTERS = [16, 32, 64, 128] as const;
const HIDDEN_UNITS = 256;
const DIMENSION = 128;

/**
 * MILDNet's idea on a backbone small enough for a CPU: the global average of every block, from
 * texture and colour to shape, is concatenated before two dense layers. Our own design: four
 * blocks of convolution, max pooling, batch normalisation and ReLU on 64x64 pixels. Pooling
 * comes before normalisation, which so works on a quarter of the values; the last dense layer is
 * linear, because unit vectors with negative components separate better in 128 dimensions.
 */
export const mildnetNano = defineModel(
  {
    name: 'mildnet-nano',
    family: 'mildnet',
    status: 'ours',
    description:
      'MILDNet in small: four convolution blocks on 64x64 pixels, every block feeds the embedding',
    embeddingDimension: DIMENSION,
    dimensionRange: [2, 4096],
    outputShape: [DIMENSION],
    parameters: { total: 717_040, trainable: 716_560 },
    inputSize: 64,
    imagenetBackbone: null,
    frozenLayers: [],
    cpuFriendly: true,
  },
  (image, initial, dimension) => {
    // White product backgrounds become zero, the value that padding has.
    let x = layers
      .rescaling({ scale: -1, offset: 1, name: 'invert' })
      .apply(image) as SymbolicTensor;
    const averages: SymbolicTensor[] = [];
    for (const [index, filters] of BLOCK_FILTERS.entries()) {
      x = block(x, `block${index + 1}`, filters, initial);
      const pooled = layers.globalAveragePooling2d({ name: `block${index + 1}_average` });
      averages.push(pooled.apply(x) as SymbolicTensor);
    }
    averages.push(layers.flatten({ name: 'layout' }).apply(x) as SymbolicTensor);
    const joined = layers.concatenate({ name: 'multi_scale' }).apply(averages) as SymbolicTensor;
    const hidden = dense('dense1', HIDDEN_UNITS, 'relu', initial).apply(joined) as SymbolicTensor;
    const flat = dense('dense2', dimension, 'linear', initial).apply(hidden) as SymbolicTensor;
    return new L2Normalize({ name: 'embedding' }).apply(flat) as SymbolicTensor;
  },
);

function block(
  x: SymbolicTensor,
  name: string,
  filters: number,
  initial: InitialWeights,
): SymbolicTensor {
  const initializer = initial.heNormal(`${name}_conv`);
  const parts = [
    // No bias: the normalisation that follows has its own offset.
    new Convolution({ name: `${name}_conv`, filters, initializer }),
    layers.maxPooling2d({ name: `${name}_pool`, poolSize: 2 }),
    new BatchNormalization({ name: `${name}_norm` }),
    layers.activation({ name: `${name}_relu`, activation: 'relu' }),
  ];
  return parts.reduce((tensor, layer) => layer.apply(tensor) as SymbolicTensor, x);
}

function dense(
  name: string,
  units: number,
  activation: 'relu' | 'linear',
  initial: InitialWeights,
): layers.Layer {
  const kernelInitializer = initial.glorotUniform(name);
  return layers.dense({ name, units, activation, kernelInitializer });
}
