import type * as tf from '@tensorflow/tfjs-core';

/** Buffers that every WebGPU device lets one shader stage bind: the inputs of a sum and its output. */
const BUFFERS = 8;

type Sum = (inputs: tf.TensorInfo[]) => tf.TensorInfo;

/**
 * The sum of any number of tensors, in groups that a shader can bind. The stock kernel binds all at
 * once: from eight tensors on the device refuses the shader, and the result is whatever the buffer
 * held before.
 *
 * @param sum the stock kernel
 * @param dispose gives back what is only a step on the way
 */
export function addInGroups(
  inputs: readonly tf.TensorInfo[],
  sum: Sum,
  dispose: (tensor: tf.TensorInfo) => void,
): tf.TensorInfo {
  let [total, ...rest] = [sum(inputs.slice(0, BUFFERS - 1)), ...inputs.slice(BUFFERS - 1)];
  while (rest.length > 0) {
    const next = sum([total, ...rest.slice(0, BUFFERS - 2)]);
    dispose(total);
    total = next;
    rest = rest.slice(BUFFERS - 2);
  }
  return total;
}
