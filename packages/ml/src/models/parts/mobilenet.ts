import { layers, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { BatchNormalization } from '../batchNormalization.ts';
import type { InitialWeights } from '../initialWeights.ts';
import { through } from './through.ts';

/** Filters and stride of the thirteen blocks (Howard et al. 2017, table 1). */
const BLOCKS = [
  [64, 1],
  [128, 2],
  [128, 1],
  [256, 2],
  [256, 1],
  [512, 2],
  [512, 1],
  [512, 1],
  [512, 1],
  [512, 1],
  [512, 1],
  [1024, 2],
  [1024, 1],
] as const;

/**
 * MobileNet v1 of full width without its classifier, layer by layer as in Keras, so that weights
 * of Keras give what Keras gives.
 *
 * @returns `depthwise[i]` what block i + 1 has after its depthwise half (`conv_dw_<i + 1>_relu`),
 *   and the last block's output
 */
export function mobilenet(
  image: SymbolicTensor,
  initial: InitialWeights,
): { depthwise: SymbolicTensor[]; last: SymbolicTensor } {
  let x = through(image, [
    layers.conv2d({
      name: 'conv1',
      filters: 32,
      kernelSize: 3,
      strides: 2,
      padding: 'same',
      useBias: false,
      kernelInitializer: initial.glorotUniform('conv1'),
    }),
    ...normalized('conv1'),
  ]);
  const depthwise = BLOCKS.map(([filters, stride], i) => {
    const half = through(x, depthwiseHalf(i + 1, stride, initial));
    x = through(half, pointwiseHalf(i + 1, filters, initial));
    return half;
  });
  return { depthwise, last: x };
}

function depthwiseHalf(block: number, stride: number, initial: InitialWeights): layers.Layer[] {
  const name = `conv_dw_${block}`;
  const convolution = layers.depthwiseConv2d({
    name,
    kernelSize: 3,
    strides: stride,
    padding: stride === 1 ? 'same' : 'valid',
    useBias: false,
    depthwiseInitializer: initial.glorotUniform(name),
  });
  if (stride === 1) return [convolution, ...normalized(name)];
  // Keras pads below and on the right only, whatever the size; "same" would pad an odd one evenly.
  const padding: [[number, number], [number, number]] = [
    [0, 1],
    [0, 1],
  ];
  const pad = layers.zeroPadding2d({ name: `conv_pad_${block}`, padding });
  return [pad, convolution, ...normalized(name)];
}

function pointwiseHalf(block: number, filters: number, initial: InitialWeights): layers.Layer[] {
  const name = `conv_pw_${block}`;
  const convolution = layers.conv2d({
    name,
    filters,
    kernelSize: 1,
    padding: 'same',
    useBias: false,
    kernelInitializer: initial.glorotUniform(name),
  });
  return [convolution, ...normalized(name)];
}

function normalized(name: string): layers.Layer[] {
  return [
    new BatchNormalization({ name: `${name}_bn`, momentum: 0.99 }),
    layers.reLU({ name: `${name}_relu`, maxValue: 6 }),
  ];
}
