import * as tf from '@tensorflow/tfjs-core';

/**
 * Computes something from tensors and treats it as a constant in the gradient: for masks and
 * choices. tfjs has no stop-gradient, and refuses to differentiate a comparison that the loss
 * depends on, even through a factor that is constant almost everywhere.
 */
export function withoutGradient(
  inputs: readonly tf.Tensor[],
  compute: (...inputs: tf.Tensor[]) => tf.Tensor,
): tf.Tensor {
  const run = tf.customGrad((...args: unknown[]) => {
    const tensors = args.slice(0, inputs.length) as tf.Tensor[];
    return {
      value: compute(...tensors),
      gradFunc: () => inputs.map((input) => tf.zeros(input.shape)),
    };
  });
  return run(...inputs);
}
