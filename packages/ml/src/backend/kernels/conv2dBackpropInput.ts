import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { spreadForInput } from './spread.ts';
import {
  allocate,
  type ConvInfo,
  type ConvolutionAttrs,
  convolutionInfo,
  floats,
  type KernelCall,
  runWasm,
  type Shape4,
} from './wasmKernel.ts';

type Inputs = { dy: TensorInfo; filter: TensorInfo };
type Attrs = ConvolutionAttrs & { inputShape: Shape4 };

/**
 * Gradient of a convolution with respect to its input: a convolution of dy with the filter turned
 * by half a circle and its channels swapped. The backend's own kernel is a scalar loop, measured
 * 13 times slower than this for 96 images of 64x64x3.
 */
export function conv2dBackpropInput({ backend, inputs, attrs }: KernelCall<Inputs, Attrs>) {
  const { dy, filter } = inputs;
  const info = convolutionInfo(attrs.inputShape, filter.shape as Shape4, attrs, false);
  const turned = turnFilter(backend, filter);
  const pad = reachablePadding(info);
  const source = pad ? dy : spreadForInput(backend, dy, info);
  const dx = runWasm(
    backend,
    'Conv2D',
    { x: source, filter: turned },
    {
      strides: [1, 1],
      pad: pad ?? 'valid',
      dataFormat: 'NHWC',
      dilations: [1, 1],
      dimRoundingMode: undefined,
    },
  );
  if (source !== dy) backend.disposeData(source.dataId);
  backend.disposeData(turned.dataId);
  return dx;
}

/** The padding that stands in for spreading, when the stride is 1 and no padding is negative. */
function reachablePadding(info: ConvInfo) {
  if (info.strideHeight !== 1 || info.strideWidth !== 1) return undefined;
  const top = info.filterHeight - 1 - info.padInfo.top;
  const left = info.filterWidth - 1 - info.padInfo.left;
  const bottom = info.inHeight - info.outHeight + info.filterHeight - 1 - top;
  const right = info.inWidth - info.outWidth + info.filterWidth - 1 - left;
  if (Math.min(top, left, bottom, right) < 0) return undefined;
  return [
    [0, 0],
    [top, bottom],
    [left, right],
    [0, 0],
  ];
}

/** `[fh, fw, in, out]` to `[fh, fw, out, in]` with both spatial axes reversed. */
function turnFilter(backend: BackendWasm, filter: TensorInfo): TensorInfo {
  const [height, width, inChannels, outChannels] = filter.shape as Shape4;
  const turned = allocate(backend, [height, width, outChannels, inChannels]);
  const source = floats(backend, filter);
  const target = floats(backend, turned);
  const taps = height * width;
  const size = inChannels * outChannels;
  for (let tap = 0; tap < taps; tap++) {
    const from = tap * size;
    const to = (taps - 1 - tap) * size;
    for (let i = 0; i < inChannels; i++) {
      for (let o = 0; o < outChannels; o++) {
        target[to + o * inChannels + i] = source[from + i * outChannels + o] as number;
      }
    }
  }
  return turned;
}
