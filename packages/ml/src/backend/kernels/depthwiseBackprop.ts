import type { TensorInfo } from '@tensorflow/tfjs-core';
import {
  allocate,
  type ConvInfo,
  type ConvolutionAttrs,
  convolutionInfo,
  floats,
  type KernelCall,
  type Shape4,
} from './wasmKernel.ts';

type FilterCall = KernelCall<
  { x: TensorInfo; dy: TensorInfo },
  ConvolutionAttrs & { filterShape: Shape4 }
>;
type InputCall = KernelCall<
  { dy: TensorInfo; filter: TensorInfo },
  ConvolutionAttrs & { inputShape: Shape4 }
>;

/**
 * Gradient of a depthwise convolution with respect to its filter `[fh, fw, in, multiplier]`. Each
 * product is used once, so the work is bound by memory: a plain loop over the backend's heap
 * does as well as a composition of its kernels, without their temporaries.
 */
export function depthwiseBackpropFilter({ backend, inputs, attrs }: FilterCall): TensorInfo {
  const info = convolutionInfo(inputs.x.shape as Shape4, attrs.filterShape, attrs, true);
  const out = allocate(backend, attrs.filterShape);
  const gradient = floats(backend, out).fill(0);
  const x = floats(backend, inputs.x);
  const dy = floats(backend, inputs.dy);
  const multiplier = attrs.filterShape[3];
  forEachTap(info, (xStart, dyStart, tap) => {
    let to = tap * info.inChannels * multiplier;
    let from = dyStart;
    for (let channel = 0; channel < info.inChannels; channel++) {
      const value = x[xStart + channel] as number;
      for (let m = 0; m < multiplier; m++, to++, from++) {
        gradient[to] = (gradient[to] as number) + value * (dy[from] as number);
      }
    }
  });
  return out;
}

/** Gradient of a depthwise convolution with respect to its input. */
export function depthwiseBackpropInput({ backend, inputs, attrs }: InputCall): TensorInfo {
  const filterShape = inputs.filter.shape as Shape4;
  const info = convolutionInfo(attrs.inputShape, filterShape, attrs, true);
  const out = allocate(backend, attrs.inputShape);
  const gradient = floats(backend, out).fill(0);
  const filter = floats(backend, inputs.filter);
  const dy = floats(backend, inputs.dy);
  const multiplier = filterShape[3];
  forEachTap(info, (xStart, dyStart, tap) => {
    let weight = tap * info.inChannels * multiplier;
    let from = dyStart;
    for (let channel = 0; channel < info.inChannels; channel++) {
      let sum = gradient[xStart + channel] as number;
      for (let m = 0; m < multiplier; m++, weight++, from++) {
        sum += (filter[weight] as number) * (dy[from] as number);
      }
      gradient[xStart + channel] = sum;
    }
  });
  return out;
}

/** Visits every pair of an output position and a filter tap that lies inside the image. */
function forEachTap(
  info: ConvInfo,
  visit: (xStart: number, dyStart: number, tap: number) => void,
): void {
  const { inHeight, inWidth, inChannels, outChannels, filterHeight, filterWidth } = info;
  let dyStart = 0;
  for (let b = 0; b < info.batchSize; b++) {
    for (let y = 0; y < info.outHeight; y++) {
      for (let x = 0; x < info.outWidth; x++, dyStart += outChannels) {
        for (let tap = 0; tap < filterHeight * filterWidth; tap++) {
          const row = Math.floor(tap / filterWidth);
          const inY = y * info.strideHeight + row * info.dilationHeight - info.padInfo.top;
          if (inY < 0 || inY >= inHeight) continue;
          const column = tap - row * filterWidth;
          const inX = x * info.strideWidth + column * info.dilationWidth - info.padInfo.left;
          if (inX < 0 || inX >= inWidth) continue;
          visit(((b * inHeight + inY) * inWidth + inX) * inChannels, dyStart, tap);
        }
      }
    }
  }
}
