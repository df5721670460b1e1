import * as tf from '@tensorflow/tfjs-core';
import { BatchNormalization } from './batchNormalization.ts';
import { layerStep } from './forward.ts';
import type { GraphStep, PlacedLayer } from './graph.ts';

type Activation = 'linear' | 'relu' | 'relu6';

/** What follows a convolution and can be done by it. */
export interface Chain {
  /** Between the two: a maximum and a positive scale can change places. */
  pooling?: PlacedLayer | undefined;
  normalization: PlacedLayer;
  activation?: PlacedLayer | undefined;
}

interface Settings {
  strides: [number, number];
  padding: 'same' | 'valid';
}

/**
 * The normalisation after a convolution, directly or behind a max pooling, with its ReLU.
 *
 * @param positive normalisations whose scales are all positive
 */
export function foldable(
  convolution: PlacedLayer,
  next: (placed: PlacedLayer | undefined) => PlacedLayer | undefined,
  positive: ReadonlySet<PlacedLayer['layer']>,
): Chain | undefined {
  if (!settingsOf(convolution)) return undefined;
  const second = next(convolution);
  const pooling = second?.layer.getClassName() === 'MaxPooling2D' ? second : undefined;
  const normalization = pooling ? next(pooling) : second;
  if (!(normalization?.layer instanceof BatchNormalization)) return undefined;
  if (pooling && !positive.has(normalization.layer)) return undefined;
  const third = next(normalization);
  const activation = third && activationOf(third) ? third : undefined;
  return { pooling, normalization, activation };
}

/**
 * `scale * (x * kernel) + offset` as one convolution with a bias: each output channel of the kernel
 * is multiplied by its scale.
 *
 * @param held receives the weights of the copy, to be disposed of with it
 */
export function foldedConvolution(
  placed: PlacedLayer,
  { pooling, normalization, activation }: Chain,
  held: tf.Tensor[],
): GraphStep[] {
  const { strides, padding } = settingsOf(placed) as Settings;
  const depthwise = placed.layer.getClassName() === 'DepthwiseConv2D';
  const { filter, bias } = fuseWeights(placed, normalization.layer as BatchNormalization);
  held.push(filter, bias);
  const end = activation ?? normalization;
  const after = activation ? activationOf(activation) : undefined;
  const convolve = (x: tf.Tensor4D, fused: Activation) => {
    const settings = { x, filter, strides, pad: padding, bias, activation: fused };
    return depthwise ? tf.fused.depthwiseConv2d(settings) : tf.fused.conv2d(settings);
  };
  if (!pooling) {
    const run = ([x]: tf.Tensor[]) => convolve(x as tf.Tensor4D, after ?? 'linear');
    return [{ inputs: placed.inputs, output: end.output, run }];
  }
  // The activation runs on what pooling leaves, a quarter of the values.
  const first = {
    inputs: placed.inputs,
    output: placed.output,
    run: ([x]: tf.Tensor[]) => convolve(x as tf.Tensor4D, 'linear'),
  };
  const pool = layerStep(pooling, false);
  if (!activation) return [first, { ...pool, output: end.output }];
  return [first, pool, { ...layerStep(activation, false), inputs: [pooling.output] }];
}

function fuseWeights(placed: PlacedLayer, normalization: BatchNormalization) {
  return tf.tidy(() => {
    const [kernel, ownBias] = placed.layer.getWeights() as [tf.Tensor4D, tf.Tensor1D | undefined];
    const { scale, offset } = normalization.scaleAndOffset();
    const depthwise = placed.layer.getClassName() === 'DepthwiseConv2D';
    const channels = depthwise ? kernel.shape.slice(2) : kernel.shape.slice(3);
    const filter = tf.mul(kernel, tf.reshape(scale, channels)) as tf.Tensor4D;
    const bias = ownBias ? tf.add(tf.mul(ownBias, scale), offset) : tf.clone(offset);
    return { filter: tf.keep(filter), bias: tf.keep(bias) as tf.Tensor1D };
  });
}

/** The normalisations whose scales are all positive. Awaited, since WebGPU can not be waited for. */
export async function positiveNormalizations(
  graph: readonly PlacedLayer[],
): Promise<Set<PlacedLayer['layer']>> {
  const positive = new Set<PlacedLayer['layer']>();
  for (const { layer } of graph) {
    if (!(layer instanceof BatchNormalization)) continue;
    const smallest = tf.tidy(() => tf.min(layer.scaleAndOffset().scale));
    const [value = 0] = await smallest.data();
    smallest.dispose();
    if (value > 0) positive.add(layer);
  }
  return positive;
}

/** What a convolution's own layer says of it; nothing where it is more than a convolution. */
function settingsOf({ layer }: PlacedLayer): Settings | undefined {
  if (!['Conv2D', 'DepthwiseConv2D', 'Convolution'].includes(layer.getClassName()))
    return undefined;
  const { strides, padding, activation, dilationRate, dataFormat } = layer.getConfig();
  const linear = activation === undefined || activation === null || activation === 'linear';
  const undilated = [dilationRate ?? 1].flat().every((rate) => rate === 1);
  if (!linear || !undilated || dataFormat === 'channelsFirst') return undefined;
  const [vertical, horizontal] = [strides].flat() as number[];
  return {
    strides: [vertical as number, horizontal ?? (vertical as number)],
    padding: padding as Settings['padding'],
  };
}

function activationOf({ layer }: PlacedLayer): Activation | undefined {
  const { activation, maxValue } = layer.getConfig();
  switch (layer.getClassName()) {
    case 'ReLU':
      if (maxValue === undefined || maxValue === null) return 'relu';
      return maxValue === 6 ? 'relu6' : undefined;
    case 'Activation':
      return activation === 'relu' || activation === 'relu6' ? activation : undefined;
    default:
      return undefined;
  }
}
