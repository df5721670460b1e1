import * as tf from '@tensorflow/tfjs-core';
import { attributes, floatTypes, integers, type NativeBackend } from './execute.ts';
import { overrideKernel } from './overrideKernel.ts';

/** One of the library's kernels, and the operation of TensorFlow that does all of it at once. */
interface Fusion {
  kernelName: string;
  operation: string;
  /** How many channels come out, of the filter's shape `[height, width, in, out or multiplier]`. */
  channels: (filter: readonly number[]) => number;
  /** Attributes that only this operation has. */
  own: (backend: NativeBackend) => object[];
}

/**
 * The operations of oneDNN by their own names: `_FusedConv2D` becomes one of these in a graph, but
 * run by itself it is TensorFlow's plain one, slower than the unfused convolution (measured: VGG16).
 */
const FUSIONS: readonly Fusion[] = [
  {
    kernelName: tf.FusedConv2D,
    operation: '_MklNativeFusedConv2D',
    channels: (filter) => filter[3] as number,
    own: (backend) => [floatTypes(backend, 'TArgs'), ...integers(backend, { num_host_args: 0 })],
  },
  {
    kernelName: tf.FusedDepthwiseConv2D,
    operation: '_MklNativeFusedDepthwiseConv2dNative',
    channels: (filter) => (filter[2] as number) * (filter[3] as number),
    own: () => [],
  },
];

/** The label under which TensorFlow keeps operations of oneDNN. */
const ONEDNN_LABEL = 'MklNameChangeOp';

/** What TensorFlow calls what follows the convolution. */
const AFTER: Record<string, readonly string[]> = {
  linear: ['BiasAdd'],
  relu: ['BiasAdd', 'Relu'],
  relu6: ['BiasAdd', 'Relu6'],
};

type Inputs = {
  x: tf.TensorInfo;
  filter: tf.TensorInfo;
  bias?: tf.TensorInfo;
};

/** What the library's fused convolutions are asked for. */
type Settings = {
  strides: number | [number, number];
  pad: string | number;
  dilations?: number | [number, number];
  dataFormat?: string;
  activation: string;
};

/**
 * Convolution, bias and ReLU as one operation, where tfjs-node takes one for each and so reads and
 * writes the activations three times. Only where the binding passes the list of names that the
 * operation wants (`build-native.ts` makes one that does) and TensorFlow has oneDNN; elsewhere
 * everything stays as it is.
 */
export function registerFusedConvolutions(): void {
  const backend = tf.backend() as NativeBackend;
  // The operations are of the processor; on a GPU the activations would be carried to and fro.
  if (backend.isUsingGpuDevice) return;
  for (const fusion of FUSIONS) if (works(backend, fusion)) fuse(fusion);
}

/** Tries it on one pixel: a binding that cannot pass the list throws, as does another TensorFlow. */
function works(backend: NativeBackend, fusion: Fusion): boolean {
  try {
    return tf.tidy(() => {
      const pixel = tf.ones([1, 1, 1, 1]);
      const inputs = { x: pixel, filter: pixel, bias: tf.tensor1d([1]) };
      const settings = { strides: 1, pad: 'same', activation: 'relu6' };
      return execute(backend, fusion, inputs, settings).dataSync()[0] === 1 * 1 + 1;
    });
  } catch {
    return false;
  }
}

function fuse(fusion: Fusion): void {
  overrideKernel<Inputs>(fusion.kernelName, ({ backend, inputs, attrs }) => {
    const settings = attrs as Settings;
    if (!hasBias(fusion, inputs) || !isPlain(settings)) return undefined;
    return execute(backend, fusion, inputs, settings);
  });
}

function hasBias({ channels }: Fusion, inputs: Inputs): inputs is Required<Inputs> {
  const { x, filter, bias } = inputs;
  if (x.dtype !== 'float32' || filter.dtype !== 'float32') return false;
  return bias?.shape.length === 1 && bias.shape[0] === channels(filter.shape);
}

function isPlain({ pad, dilations, dataFormat, activation }: Settings): boolean {
  const undilated = [dilations ?? 1].flat().every((rate) => rate === 1);
  const channelsLast = dataFormat === undefined || dataFormat === 'NHWC';
  return undilated && channelsLast && (pad === 'same' || pad === 'valid') && activation in AFTER;
}

function execute(
  backend: NativeBackend,
  { operation, own }: Fusion,
  { x, filter, bias }: Required<Inputs>,
  { strides, pad, activation }: Settings,
): tf.Tensor {
  const [vertical, horizontal] = [strides].flat() as [number, number | undefined];
  const words = {
    _kernel: ONEDNN_LABEL,
    padding: pad === 'same' ? 'SAME' : 'VALID',
    data_format: 'NHWC',
    fused_ops: AFTER[activation] as readonly string[],
  };
  const numbers = { num_args: 1, strides: [1, vertical, horizontal ?? vertical, 1] };
  return backend.executeSingleOutput(
    operation,
    [...attributes(backend, words), ...integers(backend, numbers), ...own(backend)],
    [x, filter, bias],
  );
}
