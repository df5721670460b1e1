import { layers, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { defineModel } from '../defineModel.ts';
import type { ModelDefinition, ParameterCounts } from '../definition.ts';
import type { InitialWeights } from '../initialWeights.ts';
import { L2Normalize } from '../l2Normalize.ts';
import { type MildnetHead, mildnetHead } from '../parts/heads.ts';
import { multiScale } from '../parts/multiScale.ts';
import { through } from '../parts/through.ts';
import { FIRST_TEN_LAYERS, vgg } from '../parts/vgg.ts';
import { HEAD_2048, mildnetOf } from './mildnet.ts';

/** Side of the last map of VGG for an image of 224. */
const SIDE = 7;

interface Variant {
  name: string;
  description: string;
  parameters: ParameterCounts;
  head: MildnetHead;
  frozenLayers: readonly string[];
}

/**
 * MILDNet without any skip as published: the dense layers work on each of the 7x7 places, and the
 * norm is taken over axis 1, which is the height of the map and not its channels (MODELS.md 2.2
 * and trap 5). The published losses sum over the whole map, as a distance of flat vectors does.
 */
function publishedWithoutSkip(variant: Variant): ModelDefinition {
  const { name, description, parameters, head, frozenLayers } = variant;
  const channels = head.dimension;
  const summary = {
    name,
    description: `${description}; as published a map of 7x7 places, normalised over its height`,
    parameters,
    family: 'mildnet',
    status: 'as published',
    embeddingDimension: SIDE * SIDE * channels,
    dimensionRange: null,
    outputShape: [SIDE, SIDE, channels],
    inputSize: 224,
    imagenetBackbone: 'vgg16',
    frozenLayers,
    cpuFriendly: false,
  } as const;
  return defineModel(summary, (image, initial) => {
    const { block5 } = vgg('vgg16', image, initial, frozenLayers);
    return through(mildnetHead(block5, head, initial), [
      new L2Normalize({ name: 'height_norm', axis: 1 }),
      layers.flatten({ name: 'embedding' }),
    ]);
  });
}

/** The same with the average of block 5 taken first, as in every other MILDNet. */
function intendedWithoutSkip(variant: Variant): ModelDefinition {
  const { name, description, ...others } = variant;
  return mildnetOf({
    name: `${name}_intended`,
    description: `${description}; the average of block 5 through the dense layers`,
    status: 'as intended',
    taps: [],
    ...others,
  });
}

const VARIANTS: readonly Variant[] = [
  {
    name: 'mildnet_vgg16_skip_4',
    parameters: { total: 19_961_664, trainable: 18_226_176 },
    description: 'MILDNet without blocks 1 to 4',
    head: HEAD_2048,
    frozenLayers: FIRST_TEN_LAYERS,
  },
  {
    name: 'mildnet_without_skip',
    parameters: { total: 16_289_600, trainable: 16_289_600 },
    description: 'MILDNet without skips, two dense layers of 1024, no frozen layer',
    head: { hidden: 1024, dimension: 1024, dropout: 0.6 },
    frozenLayers: [],
  },
  {
    name: 'mildnet_without_skip_big',
    parameters: { total: 19_961_664, trainable: 19_961_664 },
    description: 'MILDNet without skips, two dense layers of 2048, no frozen layer',
    head: HEAD_2048,
    frozenLayers: [],
  },
];

const VANILA = {
  family: 'vgg',
  dimensionRange: null,
  inputSize: 224,
  imagenetBackbone: 'vgg16',
  frozenLayers: [],
  cpuFriendly: false,
} as const;

/** VGG16 alone, every layer trained. */
const VANILAS: readonly ModelDefinition[] = [
  defineModel(
    {
      ...VANILA,
      name: 'vanila_vgg16',
      parameters: { total: 14_714_688, trainable: 14_714_688 },
      description: 'VGG16 alone; as published its map of 7x7 places, not normalised',
      status: 'as published',
      embeddingDimension: SIDE * SIDE * 512,
      outputShape: [SIDE, SIDE, 512],
    },
    (image, initial) => through(lastBlock(image, initial), [layers.flatten({ name: 'embedding' })]),
  ),
  defineModel(
    {
      ...VANILA,
      name: 'vanila_vgg16_intended',
      parameters: { total: 14_714_688, trainable: 14_714_688 },
      description: 'VGG16 alone: the average of its last block, of unit length',
      status: 'as intended',
      embeddingDimension: 512,
      outputShape: [512],
    },
    (image, initial) =>
      through(multiScale([['block5', lastBlock(image, initial)]]), [
        new L2Normalize({ name: 'embedding' }),
      ]),
  ),
];

function lastBlock(image: SymbolicTensor, initial: InitialWeights): SymbolicTensor {
  return vgg('vgg16', image, initial, VANILA.frozenLayers).block5;
}

/** Models whose published output is a map, each with its intended counterpart. */
export const WITHOUT_SKIP: readonly ModelDefinition[] = [
  ...VARIANTS.flatMap((variant) => [publishedWithoutSkip(variant), intendedWithoutSkip(variant)]),
  ...VANILAS,
];
