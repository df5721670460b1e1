import type { SymbolicTensor } from '@tensorflow/tfjs-layers';
import { defineModel } from '../defineModel.ts';
import type { ModelDefinition } from '../definition.ts';
import type { InitialWeights } from '../initialWeights.ts';
import { L2Normalize } from '../l2Normalize.ts';
import { type MildnetHead, mildnetHead } from '../parts/heads.ts';
import { mobilenet } from '../parts/mobilenet.ts';
import { multiScale } from '../parts/multiScale.ts';
import { through } from '../parts/through.ts';

/** Blocks whose depthwise halves the published code taps: 32, 64, 128, 256 and 512 channels. */
const TAPS = [1, 2, 4, 6, 12] as const;

const HEAD: MildnetHead = { hidden: 1024, dimension: 1024, dropout: 0.5 };

const COMMON = {
  family: 'mildnet',
  embeddingDimension: HEAD.dimension,
  dimensionRange: null,
  outputShape: [HEAD.dimension],
  inputSize: 224,
  frozenLayers: [],
  cpuFriendly: false,
} as const;

/**
 * MILDNet for phones (MODELS.md 2.2). As published it concatenates five taps and the last average,
 * then overwrites the result with the last average alone, and starts from random weights.
 */
export const MILDNET_MOBILENETS: readonly ModelDefinition[] = [
  defineModel(
    {
      ...COMMON,
      name: 'mildnet_mobilenet',
      parameters: { total: 5_328_064, trainable: 5_306_176 },
      description: 'MILDNet on MobileNet v1; as published without skips and from random weights',
      status: 'as published',
      imagenetBackbone: null,
    },
    (image, initial) => {
      const { last } = mobilenet(image, initial);
      return embed(multiScale([['conv_pw_13', last]]), initial);
    },
  ),
  defineModel(
    {
      ...COMMON,
      name: 'mildnet_mobilenet_intended',
      parameters: { total: 6_343_872, trainable: 6_321_984 },
      description:
        'MILDNet on MobileNet v1 of ImageNet, with the five skips that it was meant to have',
      status: 'as intended',
      imagenetBackbone: 'mobilenet',
    },
    (image, initial) => {
      const { depthwise, last } = mobilenet(image, initial);
      const taps = TAPS.map((i) => [`conv_dw_${i}`, depthwise[i - 1] as SymbolicTensor] as const);
      return embed(multiScale([['conv_pw_13', last], ...taps]), initial);
    },
  ),
];

function embed(joined: SymbolicTensor, initial: InitialWeights): SymbolicTensor {
  return through(mildnetHead(joined, HEAD, initial), [new L2Normalize({ name: 'embedding' })]);
}
