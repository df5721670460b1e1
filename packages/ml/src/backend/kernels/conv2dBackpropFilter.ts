import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { forEachTapProduct, framedFloats } from './framedProduct.ts';
import { writePatches } from './patches.ts';
import {
  allocate,
  type ConvInfo,
  type ConvolutionAttrs,
  convolutionInfo,
  floats,
  type KernelCall,
  reshaped,
  runWasm,
  type Shape4,
} from './wasmKernel.ts';

/** Temporaries are kept under this many floats (64 MiB); larger batches go in slices. */
const MAX_FLOATS = 16 * 1024 * 1024;

/** Below this, products of one tap are too thin to be fast, and patches win. */
const MIN_FRAMED_CHANNELS = 8;

type Inputs = { x: TensorInfo; dy: TensorInfo };
type Attrs = ConvolutionAttrs & { filterShape: Shape4 };

/** What a slice of the batch adds to the gradient. */
interface Slice {
  planes: TensorInfo;
  dy: TensorInfo;
  info: ConvInfo;
  images: { first: number; count: number };
}

/**
 * Gradient of a convolution with respect to its filter `[fh, fw, in, out]`, which the WASM backend
 * lacks, as products that XNNPACK runs without a transposition: for stride 1 one a tap over
 * shifted memory, else `patches(x) · dy` with patches `[fh * fw * in, positions]`.
 */
export function conv2dBackpropFilter({ backend, inputs, attrs }: KernelCall<Inputs, Attrs>) {
  const { x, dy } = inputs;
  const info = convolutionInfo(x.shape as Shape4, attrs.filterShape, attrs, false);
  const planes = runWasm(backend, 'Transpose', { x }, { perm: [3, 0, 1, 2] });
  const framed = canFrame(info);
  const perImage = framed ? framedFloats(info) : tapRows(info) * info.outHeight * info.outWidth;
  const step = Math.max(1, Math.floor(MAX_FLOATS / perImage));
  const total = new Float64Array(tapRows(info) * info.outChannels);
  for (let first = 0; first < info.batchSize; first += step) {
    const images = { first, count: Math.min(step, info.batchSize - first) };
    const slice = { planes, dy, info, images };
    if (framed) addFramed(backend, slice, total);
    else addPatches(backend, slice, total);
  }
  backend.disposeData(planes.dataId);
  const gradient = allocate(backend, attrs.filterShape);
  floats(backend, gradient).set(total);
  return gradient;
}

function canFrame(info: ConvInfo): boolean {
  const plain = info.strideHeight === 1 && info.strideWidth === 1;
  return plain && info.inChannels >= MIN_FRAMED_CHANNELS;
}

function tapRows(info: ConvInfo): number {
  return info.filterHeight * info.filterWidth * info.inChannels;
}

function addFramed(backend: BackendWasm, slice: Slice, total: Float64Array): void {
  const { planes, dy, info, images } = slice;
  forEachTapProduct(backend, planes, dy, info, images, (tap, gradient) => {
    addInto(total, gradient, tap * info.inChannels * info.outChannels);
  });
}

function addPatches(backend: BackendWasm, slice: Slice, total: Float64Array): void {
  const { info, images } = slice;
  const columns = images.count * info.outHeight * info.outWidth;
  const patches = allocate(backend, [1, tapRows(info), columns]);
  const source = { values: floats(backend, slice.planes), batch: info.batchSize };
  writePatches(source, info, images.first, images.count, floats(backend, patches));
  const whole = images.count === info.batchSize;
  const dy = whole ? slice.dy : sliceImages(backend, slice.dy, images);
  const product = runWasm(
    backend,
    'BatchMatMul',
    { a: patches, b: reshaped(dy, [1, columns, info.outChannels]) },
    { transposeA: false, transposeB: false },
  );
  addInto(total, floats(backend, product), 0);
  backend.disposeData(product.dataId);
  backend.disposeData(patches.dataId);
  if (!whole) backend.disposeData(dy.dataId);
}

function sliceImages(
  backend: BackendWasm,
  tensor: TensorInfo,
  images: { first: number; count: number },
): TensorInfo {
  const [, height, width, channels] = tensor.shape as Shape4;
  const attrs = { begin: [images.first, 0, 0, 0], size: [images.count, height, width, channels] };
  return runWasm(backend, 'Slice', { x: tensor }, attrs);
}

function addInto(total: Float64Array, part: Float32Array, start: number): void {
  for (let i = 0; i < part.length; i++) {
    total[start + i] = (total[start + i] as number) + (part[i] as number);
  }
}
