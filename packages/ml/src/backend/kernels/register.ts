import * as tf from '@tensorflow/tfjs-core';
import { conv2dBackpropFilter } from './conv2dBackpropFilter.ts';
import { conv2dBackpropInput } from './conv2dBackpropInput.ts';
import { depthwiseBackpropFilter, depthwiseBackpropInput } from './depthwiseBackprop.ts';
import { maxPoolGrad } from './maxPoolGrad.ts';
import { reduceInPlaceOrder } from './reduceLeading.ts';
import { registerWasmKernel } from './wasmKernel.ts';

let registered = false;

/** Gives the WASM backend the gradients it lacks, and faster or corrected ones where measured. */
export function registerWasmKernels(): void {
  if (registered) return;
  registered = true;
  registerWasmKernel(tf.Conv2DBackpropFilter, conv2dBackpropFilter);
  registerWasmKernel(tf.Conv2DBackpropInput, conv2dBackpropInput);
  registerWasmKernel(tf.DepthwiseConv2dNativeBackpropFilter, depthwiseBackpropFilter);
  registerWasmKernel(tf.DepthwiseConv2dNativeBackpropInput, depthwiseBackpropInput);
  registerWasmKernel(tf.MaxPoolGrad, maxPoolGrad);
  wrapReduction(tf.Sum, () => 1);
  wrapReduction(tf.Mean, (count) => 1 / count);
}

/** Keeps the original kernel, with its set-up, as the fallback of the wrapped one. */
function wrapReduction(name: string, scaleOf: (count: number) => number): void {
  const original = tf.getKernel(name, 'wasm');
  if (!original) throw new Error(`The WASM backend has no ${name} kernel to build on.`);
  const run = reduceInPlaceOrder(original, scaleOf);
  tf.unregisterKernel(name, 'wasm');
  tf.registerKernel({ ...original, kernelFunc: (call) => run(call as never) });
}
