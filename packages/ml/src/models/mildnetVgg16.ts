import { layers, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { defineModel } from './defineModel.ts';
import type { InitialWeights } from './initialWeights.ts';
import { L2Normalize } from './l2Normalize.ts';
import { SeededDropout } from './seededDropout.ts';

/** Filters and number of convolutions of VGG16's five blocks (Simonyan and Zisserman 2014, D). */
const VGG16_BLOCKS = [
  [64, 2],
  [128, 2],
  [256, 3],
  [512, 3],
  [512, 3],
] as const;

/** The order in which the published weights were trained: a Python 2.7 dict's (MODELS.md 2.1). */
const CONCATENATION = ['block5', 'block3', 'block4', 'block1', 'block2'] as const;

const HIDDEN_UNITS = 2048;
const DIMENSION = 2048;
const DROPOUT = 0.6;
/** `vgg.layers[:10]`: the input and blocks 1 to 3. */
const FROZEN_BLOCKS = 3;

/**
 * MILDNet as published (arXiv 1903.00905 and gofynd/mildnet, `mildnet_vgg16`): the global average
 * of each of VGG16's five pools, 1472 wide, through two dense layers. 21,927,744 parameters, of
 * which 20,192,256 train. Its components are never negative, because ReLU precedes the norm.
 */
export const mildnetVgg16 = defineModel(
  {
    name: 'mildnet_vgg16',
    family: 'mildnet',
    status: 'as published',
    description:
      'MILDNet as published, on VGG16 at 224x224 pixels; wants a GPU or TensorFlow itself',
    embeddingDimension: DIMENSION,
    dimensionRange: null,
    outputShape: [DIMENSION],
    inputSize: 224,
    imagenetBackbone: 'vgg16',
    frozenLayers: VGG16_BLOCKS.slice(0, FROZEN_BLOCKS).flatMap(([, convolutions], block) =>
      Array.from({ length: convolutions }, (_, i) => `block${block + 1}_conv${i + 1}`),
    ),
    cpuFriendly: false,
  },
  (image, initial) => {
    const averages = new Map<string, SymbolicTensor>();
    let x: SymbolicTensor = image;
    for (const [index, [filters, convolutions]] of VGG16_BLOCKS.entries()) {
      const name = `block${index + 1}`;
      x = vggBlock(x, name, filters, convolutions, index >= FROZEN_BLOCKS, initial);
      const average = layers.globalAveragePooling2d({ name: `${name}_average` });
      averages.set(name, average.apply(x) as SymbolicTensor);
    }
    const ordered = CONCATENATION.map((name) => averages.get(name) as SymbolicTensor);
    const joined = layers.concatenate({ name: 'multi_scale' }).apply(ordered) as SymbolicTensor;
    return head(initial).reduce((tensor, layer) => layer.apply(tensor) as SymbolicTensor, joined);
  },
);

function vggBlock(
  start: SymbolicTensor,
  name: string,
  filters: number,
  convolutions: number,
  trainable: boolean,
  initial: InitialWeights,
): SymbolicTensor {
  let x = start;
  for (let i = 1; i <= convolutions; i++) {
    const convolution = layers.conv2d({
      name: `${name}_conv${i}`,
      filters,
      kernelSize: 3,
      padding: 'same',
      activation: 'relu',
      trainable,
      kernelInitializer: initial.glorotUniform(`${name}_conv${i}`),
    });
    x = convolution.apply(x) as SymbolicTensor;
  }
  const pool = layers.maxPooling2d({ name: `${name}_pool`, poolSize: 2, strides: 2 });
  return pool.apply(x) as SymbolicTensor;
}

function head(initial: InitialWeights): layers.Layer[] {
  const dense = (name: string, units: number) =>
    layers.dense({
      name,
      units,
      activation: 'relu',
      kernelInitializer: initial.glorotUniform(name),
    });
  return [
    dense('dense1', HIDDEN_UNITS),
    new SeededDropout({ name: 'dropout', rate: DROPOUT, seed: initial.seedOf('dropout') }),
    dense('dense2', DIMENSION),
    new L2Normalize({ name: 'embedding' }),
  ];
}
