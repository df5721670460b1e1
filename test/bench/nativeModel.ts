/**
 * One model on the native backend, in a process of its own so that its peak memory is its own:
 *
 *     node test/bench/nativeModel.ts <vgg16|mobilenet> <embed|train> <images> <steps> <folder>
 *
 * Prints one line of JSON, as tensorflow_reference.py does.
 */
import { defaultTrainingConfig, openBackend } from '@semblance/ml';
import type * as tf from '@tensorflow/tfjs-core';
import { embedRows } from '../../packages/ml/src/embeddings/embedPixels.ts';
import { openObjective } from '../../packages/ml/src/losses/objective.ts';
import { prepareInference } from '../../packages/ml/src/models/inference.ts';
import { requireModel } from '../../packages/ml/src/models/registry.ts';
import { Optimizer } from '../../packages/ml/src/training/optimizer.ts';
import { trainStep } from '../../packages/ml/src/training/step.ts';

const SIZE = 224;
/** Steps before the clock starts: the first ones allocate. */
const WARM_UP = 2;

const [name = '', mode = '', images = '', steps = '', nativeDirectory] = process.argv.slice(2);
const rows = Number(images);
const report = await openBackend({ prefer: 'tensorflow', nativeDirectory });
if (report.name !== 'tensorflow') throw new Error(report.attempts[0]?.reason);
const definition = requireModel(`mildnet_${name}`);
const model = definition.build({ seed: 1 });
const step = mode === 'embed' ? prepareEmbedding() : prepareTraining();
const times: number[] = [];
for (let i = 1; i <= Number(steps) + WARM_UP; i++) {
  const started = performance.now();
  await step(i);
  if (i > WARM_UP) times.push(performance.now() - started);
}
const median = times.sort((a, b) => a - b)[Math.floor(times.length / 2)] as number;
const peakBytes = process.resourceUsage().maxRSS * 1024;
const imagesPerSecond = (rows * 1000) / median;
console.log(JSON.stringify({ imagesPerSecond, peakBytes, version: report.version }));

/** As the embedder does it, from bytes to unit vectors. */
function prepareEmbedding(): () => Promise<unknown> {
  const inference = prepareInference(model);
  const image = new Uint8Array(SIZE * SIZE * 3).map((_, i) => (i * 31) % 256);
  return () => embedRows(inference, SIZE, definition.embeddingDimension, rows, () => image);
}

/** As the trainer does it, from a batch of pixels to changed weights. */
function prepareTraining(): (step: number) => Promise<unknown> {
  const recipe = { loss: 'triplet-hinge', mining: 'none', optimizer: 'sgd-nesterov' } as const;
  const config = defaultTrainingConfig({ ...recipe, weightDecay: 0 });
  const weights = model.trainableWeights.map((weight) => ({
    variable: weight.read() as tf.Variable,
    isBackbone: false,
  }));
  const optimizer = new Optimizer(config, weights);
  const indexes = Uint32Array.from({ length: rows }, (_, i) => i);
  const pixels = Float32Array.from({ length: rows * SIZE * SIZE * 3 }, (_, i) => (i % 251) / 250);
  const source = { count: rows, size: SIZE, image: () => new Uint8Array(SIZE * SIZE * 3) };
  const data = { images: source, train: indexes, val: indexes, fingerprint: 'bench' };
  const objective = openObjective(
    config,
    { ...data, images: indexes },
    definition.embeddingDimension,
  );
  const batch = { layout: 'triplets' as const, indexes, pixels };
  return (i) => trainStep({ model, objective, optimizer }, config, data, batch, i, 0.001);
}
