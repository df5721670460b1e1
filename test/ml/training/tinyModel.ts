import { layers, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { BatchNormalization } from '../../../packages/ml/src/models/batchNormalization.ts';
import { Convolution } from '../../../packages/ml/src/models/convolution.ts';
import { defineModel } from '../../../packages/ml/src/models/defineModel.ts';
import { L2Normalize } from '../../../packages/ml/src/models/l2Normalize.ts';
import { SeededDropout } from '../../../packages/ml/src/models/seededDropout.ts';

/** Everything that a real model has, small enough that a step takes a few milliseconds. */
export const tinyModel = defineModel(
  {
    name: 'tiny',
    family: 'mildnet',
    status: 'ours',
    description: 'For tests',
    embeddingDimension: 8,
    dimensionRange: null,
    outputShape: [8],
    parameters: { total: 4352, trainable: 4336 },
    inputSize: 8,
    imagenetBackbone: null,
    frozenLayers: [],
    cpuFriendly: true,
  },
  (image, initial, dimension) =>
    [
      new Convolution({ name: 'conv', filters: 8, initializer: initial.heNormal('conv') }),
      new BatchNormalization({ name: 'norm' }),
      layers.activation({ name: 'relu', activation: 'relu' }),
      layers.flatten({ name: 'flat' }),
      new SeededDropout({ name: 'dropout', rate: 0.3, seed: initial.seedOf('dropout') }),
      layers.dense({
        name: 'dense',
        units: dimension,
        kernelInitializer: initial.glorotUniform('dense'),
      }),
      new L2Normalize({ name: 'embedding' }),
    ].reduce((x, layer) => layer.apply(x) as SymbolicTensor, image),
);
