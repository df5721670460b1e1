import { layers, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import type { InitialWeights } from '../initialWeights.ts';
import { through } from './through.ts';

export type VggBlock = 'block1' | 'block2' | 'block3' | 'block4' | 'block5';

/** Filters, and convolutions in VGG16 and VGG19 (Simonyan and Zisserman 2014, D and E). */
const BLOCKS: readonly (readonly [VggBlock, number, { vgg16: number; vgg19: number }])[] = [
  ['block1', 64, { vgg16: 2, vgg19: 2 }],
  ['block2', 128, { vgg16: 2, vgg19: 2 }],
  ['block3', 256, { vgg16: 3, vgg19: 4 }],
  ['block4', 512, { vgg16: 3, vgg19: 4 }],
  ['block5', 512, { vgg16: 3, vgg19: 4 }],
];

/**
 * The published `vgg.layers[:10]`: all of VGG16's first three blocks, and of VGG19's all but
 * `block3_conv4`.
 */
export const FIRST_TEN_LAYERS: readonly string[] = [
  'block1_conv1',
  'block1_conv2',
  'block2_conv1',
  'block2_conv2',
  'block3_conv1',
  'block3_conv2',
  'block3_conv3',
];

/**
 * The convolutional part of VGG, named as in Keras.
 *
 * @param frozen names of layers that training leaves alone
 * @returns what each block's pool gives, the last of them VGG's own output
 */
export function vgg(
  kind: 'vgg16' | 'vgg19',
  image: SymbolicTensor,
  initial: InitialWeights,
  frozen: readonly string[],
): Record<VggBlock, SymbolicTensor> {
  let x = image;
  const pools = BLOCKS.map(([block, filters, convolutions]) => {
    const parts: layers.Layer[] = Array.from({ length: convolutions[kind] }, (_, i) => {
      const name = `${block}_conv${i + 1}`;
      return layers.conv2d({
        name,
        filters,
        kernelSize: 3,
        padding: 'same',
        activation: 'relu',
        trainable: !frozen.includes(name),
        kernelInitializer: initial.glorotUniform(name),
      });
    });
    parts.push(layers.maxPooling2d({ name: `${block}_pool`, poolSize: 2, strides: 2 }));
    x = through(x, parts);
    return [block, x] as const;
  });
  return Object.fromEntries(pools) as Record<VggBlock, SymbolicTensor>;
}
