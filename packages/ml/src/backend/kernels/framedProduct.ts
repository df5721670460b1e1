import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { allocate, type ConvInfo, floats, runWasm, type Shape4 } from './wasmKernel.ts';

/**
 * One frame an image, wide enough that a tap which leaves the image meets zeros: the zero columns
 * to the right of a row serve also as those to the left of the next one, and so do the rows.
 */
export interface Frame {
  height: number;
  width: number;
  /** Floats before the first image, which negative shifts reach into. */
  lead: number;
  /** Floats after the last channel, which positive shifts reach into. */
  tail: number;
}

/** The frame of a stride-1 convolution. */
export function frameOf(info: ConvInfo): Frame {
  const { padInfo, filterHeight, filterWidth } = info;
  const below = info.outHeight + filterHeight - 1 - padInfo.top - info.inHeight;
  const right = info.outWidth + filterWidth - 1 - padInfo.left - info.inWidth;
  const height = Math.max(info.inHeight + Math.max(padInfo.top, below, 0), info.outHeight);
  const width = Math.max(info.inWidth + Math.max(padInfo.left, right, 0), info.outWidth);
  const lead = padInfo.top * width + padInfo.left;
  return { height, width, lead, tail: filterHeight * width + filterWidth };
}

/**
 * The filter's gradient over some images of a stride-1 convolution, without writing out patches:
 * with images and dy in frames of the same pitch, what a tap sees is the whole of x moved by a
 * constant. So each tap is one product `[in, positions] · [positions, out]` whose left side is
 * the same memory from another starting point, and whose right side is packed once.
 *
 * @param planes x channel first, `[in, batch, height, width]`
 * @param emit receives each tap's `[in, out]` gradient
 */
export function forEachTapProduct(
  backend: BackendWasm,
  planes: TensorInfo,
  dy: TensorInfo,
  info: ConvInfo,
  images: { first: number; count: number },
  emit: (tap: number, gradient: Float32Array) => void,
): void {
  const frame = frameOf(info);
  const positions = images.count * frame.height * frame.width;
  const x = framePlanes(backend, planes, info, frame, images);
  const right = frameRows(backend, dy, frame, images);
  const base = floats(backend, x).byteOffset;
  for (let row = 0; row < info.filterHeight; row++) {
    for (let column = 0; column < info.filterWidth; column++) {
      const shift = (row - info.padInfo.top) * frame.width + column - info.padInfo.left;
      const start = base + (frame.lead + shift) * Float32Array.BYTES_PER_ELEMENT;
      withView(backend, [1, info.inChannels, positions], start, (left) => {
        const attrs = { transposeA: false, transposeB: false };
        const product = runWasm(backend, 'BatchMatMul', { a: left, b: right }, attrs);
        emit(row * info.filterWidth + column, floats(backend, product));
        backend.disposeData(product.dataId);
      });
    }
  }
  backend.disposeData(x.dataId);
  backend.disposeData(right.dataId);
}

/** Floats that both frames of one image take. */
export function framedFloats(info: ConvInfo): number {
  const { height, width } = frameOf(info);
  return height * width * (info.inChannels + info.outChannels);
}

function framePlanes(
  backend: BackendWasm,
  planes: TensorInfo,
  info: ConvInfo,
  frame: Frame,
  images: { first: number; count: number },
): TensorInfo {
  const { inHeight, inWidth, inChannels, batchSize } = info;
  const perChannel = images.count * frame.height * frame.width;
  const framed = allocate(backend, [frame.lead + inChannels * perChannel + frame.tail]);
  const target = floats(backend, framed).fill(0);
  const source = floats(backend, planes);
  for (let channel = 0; channel < inChannels; channel++) {
    for (let image = 0; image < images.count; image++) {
      const plane = channel * batchSize + images.first + image;
      let from = plane * inHeight * inWidth;
      let to = frame.lead + channel * perChannel + image * frame.height * frame.width;
      for (let y = 0; y < inHeight; y++, from += inWidth, to += frame.width) {
        for (let i = 0; i < inWidth; i++) target[to + i] = source[from + i] as number;
      }
    }
  }
  return framed;
}

/** dy in the same frames, `[1, positions, out]`: zero wherever there is no output. */
function frameRows(
  backend: BackendWasm,
  dy: TensorInfo,
  frame: Frame,
  images: { first: number; count: number },
): TensorInfo {
  const [, height, width, channels] = dy.shape as Shape4;
  const framed = allocate(backend, [1, images.count * frame.height * frame.width, channels]);
  const target = floats(backend, framed).fill(0);
  const source = floats(backend, dy);
  const row = width * channels;
  for (let image = 0; image < images.count; image++) {
    let from = (images.first + image) * height * row;
    let to = image * frame.height * frame.width * channels;
    for (let y = 0; y < height; y++, from += row, to += frame.width * channels) {
      target.set(source.subarray(from, from + row), to);
    }
  }
  return framed;
}

/** Lends a tensor over memory that another one owns, and takes it back without freeing. */
function withView(
  backend: BackendWasm,
  shape: number[],
  memoryOffset: number,
  use: (view: TensorInfo) => void,
): void {
  const view = backend.makeOutput(shape, 'float32', memoryOffset);
  try {
    use(view);
  } finally {
    backend.wasm.tfjs.disposeData(backend.dataIdMap.get(view.dataId).id);
    backend.dataIdMap.delete(view.dataId);
  }
}
