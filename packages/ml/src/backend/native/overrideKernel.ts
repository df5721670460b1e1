import * as tf from '@tensorflow/tfjs-core';
import type { NativeCall } from './execute.ts';

/**
 * Puts an operation of our own before one of tfjs-node's kernels.
 *
 * @param own gives `undefined` for a call that is not for it, which then goes the way that
 *   tfjs-node takes
 */
export function overrideKernel<Inputs extends tf.NamedTensorInfoMap>(
  kernelName: string,
  own: (call: NativeCall<Inputs>) => tf.Tensor | undefined,
): void {
  const kernel = tf.getKernel(kernelName, 'tensorflow');
  tf.unregisterKernel(kernelName, 'tensorflow');
  tf.registerKernel({
    ...kernel,
    kernelFunc: (call) => own(call as NativeCall<Inputs>) ?? kernel.kernelFunc(call),
  });
}
