import * as tf from '@tensorflow/tfjs-core';
import { attributes, type NativeBackend, type NativeCall } from './execute.ts';

/** Our name for TensorFlow's FusedBatchNormV3 with `is_training`, which tfjs does not know. */
export const TRAINING_BATCH_NORM = 'TrainingBatchNorm';
const TRAINING_BATCH_NORM_GRAD = 'TrainingBatchNormGrad';

type ForwardInputs = { x: tf.Tensor4D; scale: tf.Tensor1D; offset: tf.Tensor1D };
type BackwardInputs = { dy: tf.Tensor; x: tf.Tensor; scale: tf.Tensor } & Record<
  'reserve1' | 'reserve2' | 'reserve3',
  tf.Tensor
>;

/**
 * Batch normalisation in training as one operation forward and one backward, where the composed
 * form reads the activations a dozen times. Outputs y, the batch's mean and its variance with
 * Bessel's correction, then what the gradient needs.
 */
export function registerTrainingBatchNorm(): void {
  tf.registerKernel({
    kernelName: TRAINING_BATCH_NORM,
    backendName: 'tensorflow',
    kernelFunc: (call) => forward(call as NativeCall<ForwardInputs>),
  });
  tf.registerKernel({
    kernelName: TRAINING_BATCH_NORM_GRAD,
    backendName: 'tensorflow',
    kernelFunc: (call) => backward(call as NativeCall<BackwardInputs>),
  });
  tf.registerGradient({
    kernelName: TRAINING_BATCH_NORM,
    inputsToSave: ['x', 'scale'],
    outputsToSave: [false, false, false, true, true, true],
    gradFunc: (dys, saved, attrs) => {
      const [x, scale, reserve1, reserve2, reserve3] = saved as tf.Tensor[];
      const inputs = { dy: (dys as tf.Tensor[])[0], x, scale, reserve1, reserve2, reserve3 };
      const [dx, dScale, dOffset] = tf
        .engine()
        .runKernel(TRAINING_BATCH_NORM_GRAD, inputs as tf.NamedTensorMap, attrs) as tf.Tensor[];
      return {
        x: () => dx as tf.Tensor,
        scale: () => dScale as tf.Tensor,
        offset: () => dOffset as tf.Tensor,
      };
    },
  });
}

function forward({ backend, inputs, attrs }: NativeCall<ForwardInputs>): tf.Tensor[] {
  const { x, scale, offset } = inputs;
  // The running averages are kept by the layer, not by the operation.
  const none = tf.tensor1d([], 'float32');
  const outputs = backend.executeMultipleOutputs(
    'FusedBatchNormV3',
    settings(backend, attrs),
    [x, scale, offset, none, none],
    6,
  );
  none.dispose();
  return outputs;
}

function backward({ backend, inputs, attrs }: NativeCall<BackwardInputs>): tf.Tensor[] {
  const { dy, x, scale, reserve1, reserve2, reserve3 } = inputs;
  const [dx, dScale, dOffset, ...unused] = backend.executeMultipleOutputs(
    'FusedBatchNormGradV3',
    settings(backend, attrs),
    [dy, x, scale, reserve1, reserve2, reserve3],
    5,
  ) as [tf.Tensor, tf.Tensor, tf.Tensor];
  tf.dispose(unused);
  return [dx, dScale, dOffset];
}

function settings(backend: NativeBackend, attrs: tf.NamedAttrMap) {
  const values = { epsilon: attrs.epsilon as number, data_format: 'NHWC', is_training: true };
  return attributes(backend, values, ['T', 'U']);
}
