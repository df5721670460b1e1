import { defineModel } from '../defineModel.ts';
import type { ModelDefinition, ParameterCounts } from '../definition.ts';
import { L2Normalize } from '../l2Normalize.ts';
import { type MildnetHead, mildnetHead } from '../parts/heads.ts';
import { multiScale } from '../parts/multiScale.ts';
import { through } from '../parts/through.ts';
import { FIRST_TEN_LAYERS, type VggBlock, vgg } from '../parts/vgg.ts';

/** The order in which the released weights have the blocks: a Python 2.7 dict's (MODELS.md 2.1). */
export const MILDNET_CONCATENATION: readonly VggBlock[] = [
  'block5',
  'block3',
  'block4',
  'block1',
  'block2',
];

interface Variant {
  name: string;
  description: string;
  parameters: ParameterCounts;
  backbone?: 'vgg16' | 'vgg19';
  /** Blocks whose average joins that of block 5; by default all. */
  taps?: readonly VggBlock[];
  head?: MildnetHead;
  frozenLayers?: readonly string[];
  status?: ModelDefinition['status'];
}

export const HEAD_2048: MildnetHead = { hidden: 2048, dimension: 2048, dropout: 0.6 };

/**
 * MILDNet (arXiv 1903.00905 and gofynd/mildnet; MODELS.md 2.1 and 2.2) and its variants: global
 * averages of VGG's blocks, 1472 wide where all five take part, through two dense layers. Its
 * embeddings are never negative, because ReLU precedes the norm.
 */
export function mildnetOf(variant: Variant): ModelDefinition {
  const { name, description, parameters, head = HEAD_2048, status = 'as published' } = variant;
  const {
    backbone = 'vgg16',
    taps = MILDNET_CONCATENATION,
    frozenLayers = FIRST_TEN_LAYERS,
  } = variant;
  const summary = {
    name,
    description,
    parameters,
    status,
    family: 'mildnet',
    embeddingDimension: head.dimension,
    dimensionRange: null,
    outputShape: [head.dimension],
    inputSize: 224,
    imagenetBackbone: backbone,
    frozenLayers,
    cpuFriendly: false,
  } as const;
  return defineModel(summary, (image, initial) => {
    const pools = vgg(backbone, image, initial, frozenLayers);
    const tapped = MILDNET_CONCATENATION.filter(
      (block) => block === 'block5' || taps.includes(block),
    );
    const joined = multiScale(tapped.map((block) => [block, pools[block]] as const));
    const activations = mildnetHead(joined, head, initial);
    return through(activations, [new L2Normalize({ name: 'embedding' })]);
  });
}

/** MILDNet, its ablations, smaller embeddings and other backbone. */
export const MILDNETS: readonly ModelDefinition[] = [
  mildnetOf({
    name: 'mildnet_vgg16',
    parameters: { total: 21_927_744, trainable: 20_192_256 },
    description: "MILDNet: averages of VGG16's five blocks through two dense layers of 2048",
  }),
  mildnetOf({
    name: 'mildnet_vgg16_skip_1',
    parameters: { total: 21_796_672, trainable: 20_061_184 },
    description: 'MILDNet without block 1',
    taps: ['block2', 'block3', 'block4'],
  }),
  mildnetOf({
    name: 'mildnet_vgg16_skip_2',
    parameters: { total: 21_534_528, trainable: 19_799_040 },
    description: 'MILDNet without blocks 1 and 2',
    taps: ['block3', 'block4'],
  }),
  mildnetOf({
    name: 'mildnet_vgg16_skip_3',
    parameters: { total: 21_010_240, trainable: 19_274_752 },
    description: 'MILDNet without blocks 1 to 3',
    taps: ['block4'],
  }),
  mildnetOf({
    name: 'mildnet_1024_512',
    parameters: { total: 16_747_840, trainable: 15_012_352 },
    description: 'MILDNet with dense layers of 1024 and 512',
    head: { hidden: 1024, dimension: 512, dropout: 0.6 },
  }),
  mildnetOf({
    name: 'mildnet_512_512',
    parameters: { total: 15_731_520, trainable: 13_996_032 },
    description: 'MILDNet with two dense layers of 512',
    head: { hidden: 512, dimension: 512, dropout: 0.6 },
  }),
  mildnetOf({
    name: 'mildnet_512_no_dropout',
    parameters: { total: 15_731_520, trainable: 13_996_032 },
    description: 'MILDNet with two dense layers of 512 and no dropout',
    head: { hidden: 512, dimension: 512, dropout: 0 },
  }),
  mildnetOf({
    name: 'mildnet_vgg19',
    parameters: { total: 27_237_440, trainable: 25_501_952 },
    description: "MILDNet on VGG19's five blocks",
    backbone: 'vgg19',
  }),
  mildnetOf({
    name: 'mildnet_all_trainable',
    parameters: { total: 21_927_744, trainable: 21_927_744 },
    description: 'MILDNet with no frozen layer',
    frozenLayers: [],
  }),
];
