import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { allocate, floats, type Shape4 } from './wasmKernel.ts';

/**
 * Puts `stride - 1` zeros between neighbours in height and width and pads the frame with zeros
 * (negative padding crops): `[batch, height, width, channels]`. A strided convolution's gradient
 * for its input is an ordinary convolution over this.
 */
export function spread(
  backend: BackendWasm,
  dy: TensorInfo,
  stride: { height: number; width: number },
  pad: { top: number; left: number },
  size: { height: number; width: number },
): TensorInfo {
  const [batch, height, width, channels] = dy.shape as Shape4;
  const out = allocate(backend, [batch, size.height, size.width, channels]);
  const target = floats(backend, out).fill(0);
  const source = floats(backend, dy);
  for (let b = 0; b < batch; b++) {
    for (let y = 0; y < height; y++) {
      const toY = y * stride.height + pad.top;
      if (toY < 0 || toY >= size.height) continue;
      for (let x = 0; x < width; x++) {
        const toX = x * stride.width + pad.left;
        if (toX < 0 || toX >= size.width) continue;
        const from = ((b * height + y) * width + x) * channels;
        const to = ((b * size.height + toY) * size.width + toX) * channels;
        for (let c = 0; c < channels; c++) target[to + c] = source[from + c] as number;
      }
    }
  }
  return out;
}

/**
 * The frame that a gradient must be spread over, so that a "valid" stride-1 convolution with the
 * turned filter gives back exactly the input's height and width.
 */
export function spreadForInput(
  backend: BackendWasm,
  dy: TensorInfo,
  info: {
    inHeight: number;
    inWidth: number;
    strideHeight: number;
    strideWidth: number;
    effectiveFilterHeight: number;
    effectiveFilterWidth: number;
    padInfo: { top: number; left: number };
  },
): TensorInfo {
  return spread(
    backend,
    dy,
    { height: info.strideHeight, width: info.strideWidth },
    {
      top: info.effectiveFilterHeight - 1 - info.padInfo.top,
      left: info.effectiveFilterWidth - 1 - info.padInfo.left,
    },
    {
      height: info.inHeight + info.effectiveFilterHeight - 1,
      width: info.inWidth + info.effectiveFilterWidth - 1,
    },
  );
}
