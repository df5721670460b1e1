import { layers, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { defineModel } from '../defineModel.ts';
import type { ModelDefinition } from '../definition.ts';
import type { InitialWeights } from '../initialWeights.ts';
import { L2Normalize } from '../l2Normalize.ts';
import { alexnet } from '../parts/alexnet.ts';
import { deepHead, jointEmbedding, mildnetHead } from '../parts/heads.ts';
import { globalAverage, multiScale } from '../parts/multiScale.ts';
import {
  RANKNET_SHALLOW,
  type ShallowNet,
  shallow,
  VISNET_SHALLOW,
  visnetLrnShallow,
} from '../parts/shallow.ts';
import { through } from '../parts/through.ts';
import { FIRST_TEN_LAYERS, vgg } from '../parts/vgg.ts';
import { HEAD_2048, MILDNET_CONCATENATION } from './mildnet.ts';

/** A deep net beside two shallow ones that see the image small, joined to 4096 numbers. */
const COMMON = {
  embeddingDimension: 4096,
  dimensionRange: null,
  outputShape: [4096],
  inputSize: 224,
  frozenLayers: [],
  cpuFriendly: false,
} as const;

/** RankNet (arXiv 1901.03546; MODELS.md 2.3): both shallow nets share one norm. */
const ranknet = defineModel(
  {
    ...COMMON,
    name: 'ranknet',
    parameters: { total: 68_308_224, trainable: 68_308_224 },
    family: 'ranknet',
    status: 'as published',
    description: 'RankNet: VGG19 beside two shallow nets of the image at a quarter and an eighth',
    imagenetBackbone: 'vgg19',
  },
  (image, initial) => {
    const { block5 } = vgg('vgg19', image, initial, []);
    const deep = deepHead(globalAverage(block5, 'block5'), 0.5, initial);
    const sides = RANKNET_SHALLOW.map((net, i) => shallow(image, `shallow${i + 1}`, net, initial));
    const joined = layers.concatenate({ name: 'shallow' }).apply(sides) as SymbolicTensor;
    return jointEmbedding(
      through(joined, [new L2Normalize({ name: 'shallow_norm' })]),
      deep,
      initial,
    );
  },
);

/** VisNet as built by the authors of MILDNet (MODELS.md 2.4): each shallow net has its own norm. */
const visnet = defineModel(
  {
    ...COMMON,
    name: 'visnet_model',
    parameters: { total: 62_998_528, trainable: 62_998_528 },
    family: 'visnet',
    status: 'as published',
    description: 'VisNet without local response normalisation: VGG16 beside two shallow nets',
    imagenetBackbone: 'vgg16',
  },
  (image, initial) => visnetOf(image, VISNET_SHALLOW, initial),
);

/** MODELS.md 2.5 and trap 7: the published `LRN2D` returns its input unchanged. */
const visnetsLrn = [false, true].map((normalize) =>
  defineModel(
    {
      ...COMMON,
      name: normalize ? 'visnet_lrn2d_model_intended' : 'visnet_lrn2d_model',
      parameters: { total: 66_537_472, trainable: 66_537_472 },
      family: 'visnet',
      status: normalize ? 'as intended' : 'as published',
      description: normalize
        ? 'VisNet with local response normalisation in its shallow nets'
        : 'VisNet with local response normalisation, which as published does nothing',
      imagenetBackbone: 'vgg16',
    },
    (image, initial) => visnetOf(image, visnetLrnShallow(normalize), initial),
  ),
);

/**
 * Multi-scale AlexNet (MODELS.md 2.6). The published one can not run: it is built for channels
 * first and fed images of the wrong shape.
 */
const multiScaleAlexnet = defineModel(
  {
    ...COMMON,
    name: 'alexnet',
    parameters: { total: 53_108_288, trainable: 53_108_288 },
    family: 'alexnet',
    status: 'as intended',
    description: 'AlexNet beside two shallow nets; as published it can not run',
    inputSize: 227,
    imagenetBackbone: null,
  },
  (image, initial) => {
    const average = globalAverage(alexnet(image, initial), 'convpool_5');
    const sides = normalizedSides(image, visnetLrnShallow(false), initial);
    return jointEmbedding(sides, deepHead(average, 0.6, initial), initial);
  },
);

/** MILDNet as the deep side of VisNet (MODELS.md 2.2). */
const mildnetBig = defineModel(
  {
    ...COMMON,
    name: 'mildnet_vgg16_big',
    parameters: { total: 42_940_416, trainable: 41_204_928 },
    family: 'mildnet',
    status: 'as published',
    description: "MILDNet beside VisNet's two shallow nets",
    imagenetBackbone: 'vgg16',
    frozenLayers: FIRST_TEN_LAYERS,
  },
  (image, initial) => {
    const pools = vgg('vgg16', image, initial, FIRST_TEN_LAYERS);
    const joined = multiScale(MILDNET_CONCATENATION.map((block) => [block, pools[block]] as const));
    const deep = through(mildnetHead(joined, HEAD_2048, initial), [
      new L2Normalize({ name: 'deep' }),
    ]);
    return jointEmbedding(normalizedSides(image, VISNET_SHALLOW, initial), deep, initial);
  },
);

function visnetOf(
  image: SymbolicTensor,
  nets: readonly ShallowNet[],
  initial: InitialWeights,
): SymbolicTensor {
  const { block5 } = vgg('vgg16', image, initial, []);
  const deep = deepHead(globalAverage(block5, 'block5'), 0.6, initial);
  return jointEmbedding(normalizedSides(image, nets, initial), deep, initial);
}

/** The shallow nets, each of unit length, side by side. */
function normalizedSides(
  image: SymbolicTensor,
  nets: readonly ShallowNet[],
  initial: InitialWeights,
): SymbolicTensor {
  const sides = nets.map((net, i) => {
    const name = `shallow${i + 1}`;
    return through(shallow(image, name, net, initial), [new L2Normalize({ name: `${name}_norm` })]);
  });
  return layers.concatenate({ name: 'shallow' }).apply(sides) as SymbolicTensor;
}

export const MULTI_SCALE_NETS: readonly ModelDefinition[] = [
  mildnetBig,
  ranknet,
  visnet,
  ...visnetsLrn,
  multiScaleAlexnet,
];
