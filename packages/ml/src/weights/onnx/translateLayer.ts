import type { LayerCall } from '../layerCalls.ts';
import { addActivation, addClip } from './activation.ts';
import type { GraphBuilder } from './graphBuilder.ts';
import { configOf, paddingOf, pairOf, unsupportedLayer } from './layerConfig.ts';
import { addConvolution, addDense, addDepthwise } from './translateWeighted.ts';
import type { Translation } from './translation.ts';

type Translator = (given: Translation) => string;

/** Where a TensorFlow axis of `[batch, height, width, channels]` lies in ONNX's order. */
const AXIS_OF_IMAGE = [0, 2, 3, 1] as const;

const TRANSLATORS: Readonly<Record<string, Translator>> = {
  Conv2D: addConvolution,
  Convolution: addConvolution,
  DepthwiseConv2D: addDepthwise,
  Dense: addDense,
  BatchNormalization: addBatchNormalization,
  SpatialBatchNormalization: addBatchNormalization,
  MaxPooling2D: (given) => addPooling(given, 'MaxPool'),
  AveragePooling2D: (given) => addPooling(given, 'AveragePool'),
  GlobalAveragePooling2D: ({ graph, call: { layer }, inputs }) =>
    graph.add('Flatten', [graph.add('GlobalAveragePool', inputs, `${layer.name}_map`)], layer.name),
  Activation: ({ graph, call: { layer }, inputs: [input = ''] }) =>
    addActivation(graph, layer, configOf(layer).activation, input, layer.name),
  ReLU: addRelu,
  ZeroPadding2D: addZeroPadding,
  Concatenate: ({ graph, call, inputs }) =>
    graph.add('Concat', inputs, call.layer.name, { axis: axisOf(call) }),
  Add: (given) => addChain(given, 'Add'),
  Multiply: (given) => addChain(given, 'Mul'),
  ChannelSlice: addChannelSlice,
  Flatten: addFlatten,
  Rescaling: addRescaling,
  Dropout: ({ inputs: [input = ''] }) => input,
  SeededDropout: ({ inputs: [input = ''] }) => input,
  L2Normalize: addL2Normalize,
  LocalResponseNormalization: addLrn,
};

/** Adds what a layer does; @returns the name of its output. @throws {MlError} WEIGHTS_UNSUPPORTED */
export function translateLayer(given: Translation): string {
  const { layer } = given.call;
  const translator = TRANSLATORS[layer.getClassName()];
  if (!translator) throw unsupportedLayer(layer, 'ONNX export does not know this kind of layer');
  return translator(given);
}

/** A layer's `axis` (the last by default) in ONNX's order. */
function axisOf({ layer, outputShape }: LayerCall): number {
  const rank = outputShape.length + 1;
  const given = [configOf(layer).axis ?? -1].flat()[0] as number;
  const axis = given < 0 ? given + rank : given;
  return rank === 4 ? (AXIS_OF_IMAGE[axis] as number) : axis;
}

function addBatchNormalization({ graph, call: { layer }, inputs, weights }: Translation): string {
  const { epsilon = 1e-3, scale, axis = -1 } = configOf(layer);
  const [mean, variance] = weights.slice(-2) as [Float32Array, Float32Array];
  const channels = mean.length;
  const own = weights.slice(0, -2);
  const hasScale = scale !== false;
  const gamma = hasScale ? own[0] : new Float32Array(channels).fill(1);
  const beta = (hasScale ? own[1] : own[0]) ?? new Float32Array(channels);
  if (![-1, 3].includes([axis].flat()[0] as number)) {
    throw unsupportedLayer(layer, 'it normalises another axis than the channels');
  }
  const parts = { gamma: gamma as Float32Array, beta, mean, variance };
  const named = Object.entries(parts).map(([part, values]) =>
    graph.floats(`${layer.name}_${part}`, values, [channels]),
  );
  return graph.add('BatchNormalization', [...inputs, ...named], layer.name, {
    epsilon: { float: epsilon },
  });
}

function addPooling({ graph, call, inputs }: Translation, op: 'MaxPool' | 'AveragePool'): string {
  const { layer, inputShapes } = call;
  const config = configOf(layer);
  const kernel = pairOf(config.poolSize, 2);
  const strides = config.strides == null ? kernel : pairOf(config.strides);
  const [height = 0, width = 0] = inputShapes[0] ?? [];
  const pads = paddingOf(config, [height, width], kernel, strides);
  const attributes = { kernel_shape: kernel, strides, pads };
  const [input = ''] = inputs;
  const keepsZeros = op === 'MaxPool' && graph.sourceOf(input) === 'Pad';
  const given = keepsZeros ? unfused(graph, input, layer.name) : input;
  return graph.add(op, [given], layer.name, attributes);
}

/** The least float32: the larger of it and any value is that value. */
const LOWEST = -3.4028234663852886e38;

/**
 * The same values by one more operation. onnxruntime (1.30 at least) draws a Pad of zeros into the
 * MaxPool behind it, whose own padding is no zeros: where all is negative, the maximum is another.
 */
function unfused(graph: GraphBuilder, input: string, name: string): string {
  return graph.add('Max', [input, graph.scalar(`${name}_lowest`, LOWEST)], `${name}_padded`);
}

function addRelu({ graph, call: { layer }, inputs: [input = ''] }: Translation): string {
  const { maxValue, negativeSlope = 0, threshold = 0 } = configOf(layer);
  if (negativeSlope !== 0 || threshold !== 0) throw unsupportedLayer(layer, 'its ReLU has a slope');
  if (maxValue == null) return graph.add('Relu', [input], layer.name);
  return addClip(graph, input, layer.name, maxValue);
}

function addZeroPadding({ graph, call: { layer }, inputs }: Translation): string {
  const { padding = 1 } = configOf(layer);
  const sides = [padding].flat(2) as number[];
  const [top = 0, bottom = 0, left = 0, right = 0] =
    sides.length === 4 ? sides : [sides[0], sides[0], sides.at(-1), sides.at(-1)];
  const pads = graph.integers(`${layer.name}_pads`, [0, 0, top, left, 0, 0, bottom, right]);
  return graph.add('Pad', [...inputs, pads], layer.name);
}

function addChain({ graph, call: { layer }, inputs }: Translation, op: 'Add' | 'Mul'): string {
  return inputs.reduce((sum, input) => graph.add(op, [sum, input], layer.name));
}

function addChannelSlice({ graph, call: { layer }, inputs }: Translation): string {
  const { start = 0, size = 0 } = configOf(layer);
  const ends = { starts: start, ends: start + size, axes: 1 };
  const named = Object.entries(ends).map(([end, value]) =>
    graph.integers(`${layer.name}_${end}`, [value]),
  );
  return graph.add('Slice', [...inputs, ...named], layer.name);
}

/** Rows of TensorFlow's order: height, width, channels. */
function addFlatten({
  graph,
  call: { layer, inputShapes },
  inputs: [input = ''],
}: Translation): string {
  if (inputShapes[0]?.length !== 3) return graph.add('Flatten', [input], layer.name);
  return graph.add('Flatten', [addTranspose(graph, input, layer.name, 'last')], layer.name);
}

/** Channels to the last place or back to the second. */
export function addTranspose(
  graph: GraphBuilder,
  input: string,
  name: string,
  channels: 'last' | 'first',
): string {
  const perm = channels === 'last' ? [0, 2, 3, 1] : [0, 3, 1, 2];
  return graph.add('Transpose', [input], `${name}_channels_${channels}`, { perm });
}

function addRescaling({ graph, call: { layer }, inputs: [input = ''] }: Translation): string {
  const { scale, offset = 0 } = configOf(layer);
  const factor = graph.scalar(`${layer.name}_scale`, Number(scale));
  const scaled = graph.add('Mul', [input, factor], `${layer.name}_scaled`);
  return graph.add('Add', [scaled, graph.scalar(`${layer.name}_offset`, offset)], layer.name);
}

/** `x / max(|x|, 1e-6)`: the same as `x * rsqrt(max(|x|^2, 1e-12))`, and zero stays zero. */
function addL2Normalize({ graph, call, inputs: [input = ''] }: Translation): string {
  const { name } = call.layer;
  const axes = [axisOf(call)];
  const norm = graph.add('ReduceL2', [input], `${name}_norm`, { axes, keepdims: 1 });
  const floor = graph.add('Max', [norm, graph.scalar(`${name}_floor`, 1e-6)], `${name}_floored`);
  return graph.add('Div', [input, floor], name);
}

/** TensorFlow multiplies alpha by the sum over `2 * depthRadius + 1` channels, ONNX by its mean. */
function addLrn({ graph, call: { layer }, inputs }: Translation): string {
  const { depthRadius = 5, bias = 1, alpha = 1, beta = 0.5 } = configOf(layer);
  const size = 2 * depthRadius + 1;
  return graph.add('LRN', inputs, layer.name, {
    size,
    alpha: { float: alpha * size },
    beta: { float: beta },
    bias: { float: bias },
  });
}
