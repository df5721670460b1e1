import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';

export type Shape4 = [number, number, number, number];
export type ConvInfo = tf.backend_util.Conv2DInfo;

/** What tfjs hands to a kernel: the backend, named inputs and plain attributes. */
export interface KernelCall<Inputs extends tf.NamedTensorInfoMap, Attrs extends tf.NamedAttrMap> {
  backend: BackendWasm;
  inputs: Inputs;
  attrs: Attrs;
}

/** Attributes of the convolution gradients, as tfjs-core sets them. */
export type ConvolutionAttrs = {
  strides: [number, number] | number;
  pad: 'valid' | 'same' | number | tf.backend_util.ExplicitPadding;
  dataFormat?: 'NHWC' | 'NCHW';
  dimRoundingMode?: 'floor' | 'round' | 'ceil';
  dilations?: [number, number] | number;
};

/** The float view of a tensor's memory. Take it after every allocation: growth moves the heap. */
export function floats(backend: BackendWasm, tensor: tf.TensorInfo): Float32Array {
  const view = backend.typedArrayFromHeap(tensor);
  if (view instanceof Float32Array) return view;
  throw new TypeError(`This kernel needs float32 tensors, not ${tensor.dtype}.`);
}

/** A new uninitialised float tensor. */
export function allocate(backend: BackendWasm, shape: number[]): tf.TensorInfo {
  return backend.makeOutput(shape, 'float32');
}

/** The same memory under another shape. */
export function reshaped(tensor: tf.TensorInfo, shape: number[]): tf.TensorInfo {
  return { dataId: tensor.dataId, shape, dtype: tensor.dtype };
}

/** Runs one of the backend's own kernels that gives a single tensor. */
export function runWasm(
  backend: BackendWasm,
  name: string,
  inputs: tf.NamedTensorInfoMap,
  attrs: object,
): tf.TensorInfo {
  const kernel = tf.getKernel(name, 'wasm');
  const result = kernel.kernelFunc({ backend, inputs, attrs: attrs as tf.NamedAttrMap });
  return Array.isArray(result) ? (result[0] as tf.TensorInfo) : result;
}

/** Replaces (or adds) a kernel of the WASM backend. */
export function registerWasmKernel<
  Inputs extends tf.NamedTensorInfoMap,
  Attrs extends tf.NamedAttrMap,
>(kernelName: string, run: (call: KernelCall<Inputs, Attrs>) => tf.TensorInfo): void {
  if (tf.getKernel(kernelName, 'wasm')) tf.unregisterKernel(kernelName, 'wasm');
  tf.registerKernel({
    kernelName,
    backendName: 'wasm',
    kernelFunc: (call) => run(call as KernelCall<Inputs, Attrs>),
  });
}

/** Geometry of a convolution; channels must come last, as everywhere in this package. */
export function convolutionInfo(
  inputShape: Shape4,
  filterShape: Shape4,
  attrs: ConvolutionAttrs,
  depthwise: boolean,
): ConvInfo {
  if (attrs.dataFormat === 'NCHW') throw new Error('Convolution gradients here need NHWC data.');
  return tf.backend_util.computeConv2DInfo(
    inputShape,
    filterShape,
    attrs.strides,
    attrs.dilations ?? 1,
    attrs.pad,
    attrs.dimRoundingMode,
    depthwise,
    'channelsLast',
  );
}
