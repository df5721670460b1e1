import { registerActivations } from './activations.ts';
import { registerTrainingBatchNorm } from './batchNormalization.ts';

/** Gives the native backend operations of TensorFlow that tfjs-node does not use. */
export function registerNativeKernels(): void {
  registerTrainingBatchNorm();
  registerActivations();
}
