import * as tf from '@tensorflow/tfjs-core';
import { conv2dBackpropFilter } from './conv2dBackpropFilter.ts';

/** Name under which the stock kernel stays reachable, to be compared with. */
export const STOCK_FILTER_GRADIENT = 'StockConv2DBackpropFilter';

/** Replaces the WebGPU backend's slow gradient kernels. */
export function registerWebgpuKernels(): void {
  if (tf.getKernel(STOCK_FILTER_GRADIENT, 'webgpu')) return;
  const stock = tf.getKernel(tf.Conv2DBackpropFilter, 'webgpu');
  tf.registerKernel({ ...stock, kernelName: STOCK_FILTER_GRADIENT });
  tf.unregisterKernel(tf.Conv2DBackpropFilter, 'webgpu');
  tf.registerKernel({
    ...stock,
    kernelFunc: (call) => conv2dBackpropFilter(call as never),
  });
}
