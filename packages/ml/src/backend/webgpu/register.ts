import * as tf from '@tensorflow/tfjs-core';
import { addInGroups } from './addN.ts';
import { filterGradient } from './filterGradient.ts';

/** Name under which the stock kernel stays reachable, to be compared with. */
export const STOCK_FILTER_GRADIENT = 'StockConv2DBackpropFilter';

/** Replaces kernels of the WebGPU backend that are slow or wrong. */
export function registerWebgpuKernels(): void {
  if (tf.getKernel(STOCK_FILTER_GRADIENT, 'webgpu')) return;
  const stock = tf.getKernel(tf.Conv2DBackpropFilter, 'webgpu');
  tf.registerKernel({ ...stock, kernelName: STOCK_FILTER_GRADIENT });
  replace(tf.Conv2DBackpropFilter, (call) => filterGradient(call as never));
  const addN = tf.getKernel(tf.AddN, 'webgpu');
  replace(tf.AddN, ({ inputs, backend, attrs }) => {
    // A kernel of many inputs is handed them as a list.
    const tensors = Object.values(inputs) as tf.TensorInfo[];
    const sum = (some: tf.TensorInfo[]) =>
      addN.kernelFunc({ inputs: some as never, backend, attrs }) as tf.TensorInfo;
    return addInGroups(tensors, sum, ({ dataId }) => {
      (backend as tf.KernelBackend).disposeData(dataId);
    });
  });
}

function replace(kernelName: string, kernelFunc: tf.KernelFunc): void {
  const stock = tf.getKernel(kernelName, 'webgpu');
  tf.unregisterKernel(kernelName, 'webgpu');
  tf.registerKernel({ ...stock, kernelFunc });
}
