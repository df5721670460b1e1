/** Steps of any model as the embedder and the trainer do them, on the backend that is open. */
import { defaultTrainingConfig } from '@semblance/ml';
import type * as tf from '@tensorflow/tfjs-core';
import { embedRows } from '../../packages/ml/src/embeddings/embedPixels.ts';
import { openObjective } from '../../packages/ml/src/losses/objective.ts';
import type { ModelDefinition } from '../../packages/ml/src/models/definition.ts';
import { prepareInference } from '../../packages/ml/src/models/inference.ts';
import { Optimizer } from '../../packages/ml/src/training/optimizer.ts';
import { trainStep } from '../../packages/ml/src/training/step.ts';

type Model = ReturnType<ModelDefinition['build']>;
export type Step = (number: number) => Promise<unknown>;

/** From bytes to unit vectors. */
export async function embeddingStep(
  definition: ModelDefinition,
  model: Model,
  rows: number,
): Promise<Step> {
  const { inputSize: size, embeddingDimension } = definition;
  const inference = await prepareInference(model);
  const image = new Uint8Array(size * size * 3).map((_, i) => (i * 31) % 256);
  return () => embedRows(inference, size, embeddingDimension, rows, () => image);
}

/** From a batch of pixels to changed weights. @param rows three times the triplets */
export function trainingStep(definition: ModelDefinition, model: Model, rows: number): Step {
  const { inputSize: size, embeddingDimension } = definition;
  const recipe = { loss: 'triplet-hinge', mining: 'none', optimizer: 'sgd-nesterov' } as const;
  const config = defaultTrainingConfig({ ...recipe, weightDecay: 0 });
  const weights = model.trainableWeights.map((weight) => ({
    variable: weight.read() as tf.Variable,
    isBackbone: false,
  }));
  const optimizer = new Optimizer(config, weights);
  const indexes = Uint32Array.from({ length: rows }, (_, i) => i);
  const pixels = Float32Array.from({ length: rows * size * size * 3 }, (_, i) => (i % 251) / 250);
  const source = { count: rows, size, image: () => new Uint8Array(size * size * 3) };
  const data = { images: source, train: indexes, val: indexes, fingerprint: 'bench' };
  const objective = openObjective(config, { ...data, images: indexes }, embeddingDimension);
  const batch = { layout: 'triplets' as const, indexes, pixels };
  return (i) => trainStep({ model, objective, optimizer }, config, data, batch, i, 0.001);
}

/** Steps before the clock starts: the first ones allocate and compile. */
const WARM_UP = 2;

/** Milliseconds of one step, the median of some. */
export async function medianStep(step: Step, steps: number): Promise<number> {
  const times: number[] = [];
  for (let i = 1; i <= steps + WARM_UP; i++) {
    const started = performance.now();
    await step(i);
    if (i > WARM_UP) times.push(performance.now() - started);
  }
  return times.sort((a, b) => a - b)[Math.floor(times.length / 2)] as number;
}
