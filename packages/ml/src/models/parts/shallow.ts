import { layers, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import type { InitialWeights } from '../initialWeights.ts';
import { LocalResponseNormalization } from '../localResponseNormalization.ts';
import { through } from './through.ts';

/** One of the two shallow nets that see the image small: 96 filters of 8x8 between two poolings. */
export interface ShallowNet {
  /** Side and stride of the pooling that makes the image small; absent where none does. */
  subsample?: number;
  /** Zeros around what the convolution sees. */
  pad?: number;
  convolution: { strides: number; padding: 'same' | 'valid'; activation: 'linear' | 'relu' };
  /** Whether responses are normalised across channels. */
  normalize?: boolean;
  /** Zeros around what the last pooling sees; they take part in its maximum. */
  padResponses?: number;
  pool: { size: number; strides: number; padding: 'same' | 'valid' };
}

/** The nets of RankNet (MODELS.md 2.3). */
export const RANKNET_SHALLOW = [
  {
    subsample: 4,
    pad: 4,
    convolution: { strides: 4, padding: 'valid', activation: 'linear' },
    padResponses: 2,
    pool: { size: 7, strides: 4, padding: 'valid' },
  },
  {
    subsample: 8,
    pad: 4,
    convolution: { strides: 4, padding: 'valid', activation: 'linear' },
    padResponses: 1,
    pool: { size: 3, strides: 2, padding: 'valid' },
  },
] as const satisfies readonly ShallowNet[];

/** The nets of VisNet without normalised responses (MODELS.md 2.4). */
export const VISNET_SHALLOW = [
  {
    convolution: { strides: 16, padding: 'same', activation: 'linear' },
    pool: { size: 3, strides: 4, padding: 'same' },
  },
  {
    convolution: { strides: 32, padding: 'same', activation: 'linear' },
    pool: { size: 7, strides: 2, padding: 'same' },
  },
] as const satisfies readonly ShallowNet[];

/** The nets of VisNet with normalised responses, and of multi-scale AlexNet (MODELS.md 2.5). */
export function visnetLrnShallow(normalize: boolean): readonly [ShallowNet, ShallowNet] {
  const convolution = { strides: 4, padding: 'valid', activation: 'relu' } as const;
  return [
    {
      subsample: 4,
      convolution,
      normalize,
      padResponses: 3,
      pool: { size: 7, strides: 4, padding: 'same' },
    },
    {
      subsample: 8,
      convolution,
      normalize,
      padResponses: 1,
      pool: { size: 3, strides: 2, padding: 'same' },
    },
  ];
}

/** `[batch, size, size, 3]` to `[batch, numbers]`, row by row of what the last pooling gives. */
export function shallow(
  image: SymbolicTensor,
  name: string,
  net: ShallowNet,
  initial: InitialWeights,
): SymbolicTensor {
  const parts: layers.Layer[] = [];
  const { subsample, pad, convolution, normalize, padResponses, pool } = net;
  if (subsample) {
    parts.push(layers.maxPooling2d({ name: `${name}_subsample`, poolSize: subsample }));
  }
  if (pad) parts.push(layers.zeroPadding2d({ name: `${name}_pad`, padding: pad }));
  const kernelInitializer = initial.glorotUniform(`${name}_conv`);
  parts.push(
    layers.conv2d({
      name: `${name}_conv`,
      filters: 96,
      kernelSize: 8,
      kernelInitializer,
      ...convolution,
    }),
  );
  if (normalize) parts.push(new LocalResponseNormalization({ name: `${name}_lrn` }));
  if (padResponses) {
    parts.push(layers.zeroPadding2d({ name: `${name}_pad_responses`, padding: padResponses }));
  }
  const { size: poolSize, strides, padding } = pool;
  parts.push(layers.maxPooling2d({ name: `${name}_pool`, poolSize, strides, padding }));
  parts.push(layers.flatten({ name: `${name}_flat` }));
  return through(image, parts);
}
