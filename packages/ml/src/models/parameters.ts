import type { LayersModel, LayerVariable } from '@tensorflow/tfjs-layers';
import { openBackend } from '../backend/open.ts';
import { requireModel } from './registry.ts';

export interface ParameterCounts {
  total: number;
  trainable: number;
}

/** Number of weights of a built model. */
export function countParameters(model: LayersModel): ParameterCounts {
  const size = (weights: LayerVariable[]) =>
    weights.reduce((sum, { shape }) => sum + shape.reduce<number>((n, d) => n * (d ?? 1), 1), 0);
  const trainable = size(model.trainableWeights);
  return { trainable, total: trainable + size(model.nonTrainableWeights) };
}

/** Number of weights of an architecture; builds it once to count. @throws {MlError} MODEL_UNKNOWN */
export async function modelParameters(name: string): Promise<ParameterCounts> {
  const definition = requireModel(name);
  await openBackend();
  const model = definition.build({ seed: 0, weights: 'zeros' });
  const counts = countParameters(model);
  model.dispose();
  return counts;
}
