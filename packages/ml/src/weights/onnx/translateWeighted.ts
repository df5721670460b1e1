import { addActivation } from './activation.ts';
import { configOf, kernelShape, paddingOf, pairOf } from './layerConfig.ts';
import type { Translation } from './translation.ts';

/** Kernels `[height, width, in, out]` become `[out, in, height, width]`. */
export function addConvolution(given: Translation): string {
  const { layer } = given.call;
  const shape = kernelShape(layer);
  const [kernel] = given.weights as [Float32Array];
  return addConvolutionOf(given, permuted(kernel, shape, [3, 2, 0, 1]), 1);
}

/** One filter a channel: `[height, width, in, times]` become `[in * times, 1, height, width]`. */
export function addDepthwise(given: Translation): string {
  const [height = 0, width = 0, channels = 0, times = 0] = kernelShape(given.call.layer);
  const [kernel] = given.weights as [Float32Array];
  const { values } = permuted(kernel, [height, width, channels, times], [2, 3, 0, 1]);
  return addConvolutionOf(given, { values, shape: [channels * times, 1, height, width] }, channels);
}

interface Kernel {
  values: Float32Array;
  shape: number[];
}

function addConvolutionOf(given: Translation, kernel: Kernel, group: number): string {
  const { graph, call, inputs, weights } = given;
  const { layer, inputShapes } = call;
  const config = configOf(layer);
  const [filters = 0, , ...size] = kernel.shape;
  const kernelSize = pairOf(size);
  const strides = pairOf(config.strides);
  const dilations = pairOf(config.dilationRate);
  const [height = 0, width = 0] = inputShapes[0] ?? [];
  const parts = [graph.floats(`${layer.name}_kernel`, kernel.values, kernel.shape)];
  if (weights[1]) parts.push(graph.floats(`${layer.name}_bias`, weights[1], [filters]));
  const { activation } = config;
  const linear = !activation || activation === 'linear';
  const name = linear ? layer.name : `${layer.name}_linear`;
  const output = graph.add('Conv', [...inputs, ...parts], name, {
    kernel_shape: kernelSize,
    strides,
    dilations,
    pads: paddingOf(config, [height, width], kernelSize, strides, dilations),
    group,
  });
  return addActivation(graph, layer, activation, output, layer.name);
}

/** A dense layer on a map works on each of its places: a convolution of size one. */
export function addDense(given: Translation): string {
  const { graph, call, inputs, weights } = given;
  const { layer, inputShapes } = call;
  const [rows = 0, columns = 0] = kernelShape(layer);
  const [kernel, bias] = weights as [Float32Array, Float32Array?];
  if (inputShapes[0]?.length === 3) {
    const { values } = permuted(kernel, [rows, columns], [1, 0]);
    return addConvolutionOf(given, { values, shape: [columns, rows, 1, 1] }, 1);
  }
  const { activation } = configOf(layer);
  const parts = [graph.floats(`${layer.name}_kernel`, kernel, [rows, columns])];
  if (bias) parts.push(graph.floats(`${layer.name}_bias`, bias, [columns]));
  const linear = !activation || activation === 'linear';
  const output = graph.add(
    'Gemm',
    [...inputs, ...parts],
    linear ? layer.name : `${layer.name}_linear`,
  );
  return addActivation(graph, layer, activation, output, layer.name);
}

/** An array of the given shape with its axes in another order. */
export function permuted(
  values: Float32Array,
  shape: readonly number[],
  order: readonly number[],
): Kernel {
  const target = order.map((axis) => shape[axis] as number);
  const steps = shape.map((_, axis) =>
    shape.slice(axis + 1).reduce((product, size) => product * size, 1),
  );
  const result = new Float32Array(values.length);
  const place = target.map(() => 0);
  for (let i = 0; i < result.length; i++) {
    let from = 0;
    for (const [j, axis] of order.entries()) from += (place[j] as number) * (steps[axis] as number);
    result[i] = values[from] as number;
    for (let j = target.length - 1; j >= 0; j--) {
      place[j] = (place[j] as number) + 1;
      if ((place[j] as number) < (target[j] as number)) break;
      place[j] = 0;
    }
  }
  return { values: result, shape: target };
}
