import * as tf from '@tensorflow/tfjs-core';
import { registerActivations } from './activations.ts';
import { registerTrainingBatchNorm, TRAINING_BATCH_NORM } from './batchNormalization.ts';
import { registerFusedConvolutions } from './fusedConvolutions.ts';

/** Gives the native backend, which must be the one in use, operations that tfjs-node does not use. */
export function registerNativeKernels(): void {
  if (tf.getKernel(TRAINING_BATCH_NORM, 'tensorflow')) return;
  registerTrainingBatchNorm();
  registerActivations();
  registerFusedConvolutions();
}
