import type { LayersModel, LayerVariable } from '@tensorflow/tfjs-layers';
import type { ParameterCounts } from './definition.ts';

/** Number of weights of a built model. */
export function countParameters(model: LayersModel): ParameterCounts {
  const size = (weights: LayerVariable[]) =>
    weights.reduce((sum, { shape }) => sum + shape.reduce<number>((n, d) => n * (d ?? 1), 1), 0);
  const trainable = size(model.trainableWeights);
  return { total: trainable + size(model.nonTrainableWeights), trainable };
}
