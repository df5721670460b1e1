import type { KerasLayer, KerasWeight } from './kerasLayer.ts';

/**
 * What a network that was trained on ImageNet is fed. `as-published`: RGB in 0..1, as the
 * published code did although the weights were trained otherwise (MODELS.md 2.0). `as-intended`:
 * what they were trained on, folded into the first convolution.
 */
export const IMAGENET_INPUTS = ['as-published', 'as-intended'] as const;
export type ImagenetInput = (typeof IMAGENET_INPUTS)[number];

/** Mean of ImageNet's pixels in 0..255, in the order of VGG's own channels: blue, green, red. */
const BGR_MEAN = [103.939, 116.779, 123.68] as const;

/**
 * Rewrites a backbone's first convolution so that it takes RGB in 0..1 and computes what it
 * computed from its training input: blue-green-red of 0..255 less the mean for VGG
 * (`block1_conv1`), -1..1 for MobileNet (`conv1` with `conv1_bn`). Exact but for the outermost
 * pixels of that layer, whose padding is black here and the mean colour there.
 */
export function asIntended(layers: readonly KerasLayer[]): KerasLayer[] {
  return layers.map((layer) => {
    if (layer.name === 'block1_conv1') return foldVgg(layer);
    if (layer.name === 'conv1') return { ...layer, weights: layer.weights.map(doubled) };
    if (layer.name === 'conv1_bn') return shiftedMean(layer, layers);
    return layer;
  });
}

/** `sum w_bgr * (255 x_bgr - mean) + b = sum 255 w_bgr * x_bgr + (b - sum w_bgr * mean)`. */
function foldVgg(layer: KerasLayer): KerasLayer {
  const [kernel, bias] = layer.weights as [KerasWeight, KerasWeight];
  const filters = bias.values.length;
  const folded = new Float32Array(kernel.values.length);
  const offsets = Float64Array.from(bias.values);
  for (const [i, weight] of kernel.values.entries()) {
    const filter = i % filters;
    const channel = Math.floor(i / filters) % 3;
    folded[i + (2 - 2 * channel) * filters] = 255 * weight;
    offsets[filter] = (offsets[filter] as number) - weight * (BGR_MEAN[channel] as number);
  }
  const weights = [
    { ...kernel, values: folded },
    { ...bias, values: Float32Array.from(offsets) },
  ];
  return { ...layer, weights };
}

/** `sum w * (2 x - 1) = sum 2 w * x - sum w`; the second term is the normalisation's to take off. */
function doubled(kernel: KerasWeight): KerasWeight {
  return { ...kernel, values: kernel.values.map((weight) => 2 * weight) };
}

function shiftedMean(norm: KerasLayer, layers: readonly KerasLayer[]): KerasLayer {
  const kernel = layers.find(({ name }) => name === 'conv1')?.weights[0];
  const mean = norm.weights.at(-2);
  if (!kernel || !mean) return norm;
  const means = Float64Array.from(mean.values);
  for (const [i, weight] of kernel.values.entries()) {
    const filter = i % means.length;
    means[filter] = (means[filter] as number) + weight;
  }
  const shifted = { ...mean, values: Float32Array.from(means) };
  return { ...norm, weights: norm.weights.map((each) => (each === mean ? shifted : each)) };
}
