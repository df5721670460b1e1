import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import type { TensorInfo } from '@tensorflow/tfjs-core';
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

/** The patch matrix is kept under this many floats (64 MiB); larger batches go in slices. */
const MAX_PATCH_FLOATS = 16 * 1024 * 1024;

type Inputs = { x: TensorInfo; dy: TensorInfo };
type Attrs = ConvolutionAttrs & { filterShape: Shape4 };

/**
 * Gradient of a convolution with respect to its filter `[fh, fw, in, out]`, which the WASM backend
 * lacks: `dW = patches(x) · dy`, with patches `[fh * fw * in, positions]` and dy
 * `[positions, out]`, so that the product runs in XNNPACK without a transposition.
 */
export function conv2dBackpropFilter({ backend, inputs, attrs }: KernelCall<Inputs, Attrs>) {
  const { x, dy } = inputs;
  const info = convolutionInfo(x.shape as Shape4, attrs.filterShape, attrs, false);
  const planes = runWasm(backend, 'Transpose', { x }, { perm: [3, 0, 1, 2] });
  const taps = info.filterHeight * info.filterWidth * info.inChannels;
  const positions = info.outHeight * info.outWidth;
  const slice = Math.max(1, Math.floor(MAX_PATCH_FLOATS / (taps * positions)));
  let total: TensorInfo | undefined;
  for (let image = 0; image < info.batchSize; image += slice) {
    const images = Math.min(slice, info.batchSize - image);
    const part = filterGradientOfSlice(backend, planes, dy, info, image, images);
    if (total === undefined) {
      total = part;
    } else {
      addInto(floats(backend, total), floats(backend, part));
      backend.disposeData(part.dataId);
    }
  }
  backend.disposeData(planes.dataId);
  if (total === undefined) throw new Error('Conv2DBackpropFilter needs at least one image.');
  return reshaped(total, attrs.filterShape);
}

function filterGradientOfSlice(
  backend: BackendWasm,
  planes: TensorInfo,
  dy: TensorInfo,
  info: ConvInfo,
  image: number,
  images: number,
): TensorInfo {
  const taps = info.filterHeight * info.filterWidth * info.inChannels;
  const columns = images * info.outHeight * info.outWidth;
  const patches = allocate(backend, [1, taps, columns]);
  const source = { values: floats(backend, planes), batch: info.batchSize };
  writePatches(source, info, image, images, floats(backend, patches));
  const whole = images === info.batchSize;
  const dySlice = whole ? dy : sliceImages(backend, dy, image, images);
  const product = runWasm(
    backend,
    'BatchMatMul',
    { a: patches, b: reshaped(dySlice, [1, columns, info.outChannels]) },
    { transposeA: false, transposeB: false },
  );
  backend.disposeData(patches.dataId);
  if (!whole) backend.disposeData(dySlice.dataId);
  return product;
}

function sliceImages(
  backend: BackendWasm,
  tensor: TensorInfo,
  first: number,
  images: number,
): TensorInfo {
  const [, height, width, channels] = tensor.shape as Shape4;
  const attrs = { begin: [first, 0, 0, 0], size: [images, height, width, channels] };
  return runWasm(backend, 'Slice', { x: tensor }, attrs);
}

function addInto(total: Float32Array, part: Float32Array): void {
  for (let i = 0; i < total.length; i++) total[i] = (total[i] as number) + (part[i] as number);
}
