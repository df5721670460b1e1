import { layers, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { defineModel } from './defineModel.ts';
import { globalAverage } from './parts/multiScale.ts';
import { embeddingHead, halvingBlock, inverted } from './parts/smallBlocks.ts';

const BLOCK_FILTERS = [16, 32, 64, 128] as const;
const HIDDEN_UNITS = 256;
const DIMENSION = 128;

/**
 * MILDNet's idea on a backbone small enough for a CPU: the global average of every block, from
 * texture and colour to shape, is concatenated before two dense layers, with the last map as it
 * is, for the layout. Our own design: four blocks of convolution, max pooling, batch normalisation
 * and ReLU on 64x64 pixels.
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
    let x = inverted(image);
    const scales: SymbolicTensor[] = [];
    for (const [index, filters] of BLOCK_FILTERS.entries()) {
      const name = `block${index + 1}`;
      x = halvingBlock(x, name, filters, initial);
      scales.push(globalAverage(x, name));
    }
    scales.push(layers.flatten({ name: 'layout' }).apply(x) as SymbolicTensor);
    const joined = layers.concatenate({ name: 'multi_scale' }).apply(scales) as SymbolicTensor;
    return embeddingHead(joined, HIDDEN_UNITS, dimension, initial);
  },
);
