import { layers, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { defineModel } from './defineModel.ts';
import { globalAverage } from './parts/multiScale.ts';
import { embeddingHead, halvingBlock, inverted, residualBlock } from './parts/smallBlocks.ts';

const BLOCK_FILTERS = [16, 32, 64, 128] as const;
const HIDDEN_UNITS = 256;
const DIMENSION = 128;

/**
 * `mildnet-nano` made deeper: 80x80 pixels, and after each halving from the second on two more
 * convolutions with a way around them. Every scale's average feeds the embedding, as in MILDNet.
 * Our own design.
 */
export const mildnetSmall = defineModel(
  {
    name: 'mildnet-small',
    family: 'mildnet',
    status: 'ours',
    description:
      'MILDNet for two cores: ten convolutions with residual blocks on 80x80 pixels, every scale feeds the embedding',
    embeddingDimension: DIMENSION,
    dimensionRange: [2, 4096],
    outputShape: [DIMENSION],
    parameters: { total: 1_400_816, trainable: 1_399_440 },
    inputSize: 80,
    imagenetBackbone: null,
    frozenLayers: [],
    cpuFriendly: true,
  },
  (image, initial, dimension) => {
    let x = inverted(image);
    const scales: SymbolicTensor[] = [];
    for (const [index, filters] of BLOCK_FILTERS.entries()) {
      const name = `block${index + 1}`;
      x = halvingBlock(x, name, filters, initial);
      if (index > 0) x = residualBlock(x, `${name}_residual`, filters, initial);
      scales.push(globalAverage(x, name));
    }
    scales.push(layers.flatten({ name: 'layout' }).apply(x) as SymbolicTensor);
    const joined = layers.concatenate({ name: 'multi_scale' }).apply(scales) as SymbolicTensor;
    return embeddingHead(joined, HIDDEN_UNITS, dimension, initial);
  },
);
