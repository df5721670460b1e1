import { join, resolve } from 'node:path';
import { type BackendName, createUntrainedEmbedder, openBackend } from '@semblance/ml';
import * as tf from '@tensorflow/tfjs-core';
import {
  input,
  type LayersModel,
  layers,
  model,
  type SymbolicTensor,
} from '@tensorflow/tfjs-layers';
import { trainStep } from '../../packages/ml/src/training/step.ts';
import { nativeAgainstPython } from './nativeAgainstPython.ts';
import { syntheticTraining } from './syntheticTraining.ts';
import { trainingThreads } from './trainingThreads.ts';

const IMAGES = 32;
/** How often each side runs against Python; the best counts. */
const ROUNDS = 2;

/**
 * One training step of a plain three-convolution net on 32 images of 64x64, on plain JavaScript
 * and on what is better than it here; then training and embedding with mildnet-nano. `cpu=no`
 * leaves out plain JavaScript, which takes a minute. Then WASM with the batch in parts, on one thread
 * and in several. Last the published nets on native TensorFlow
 * against Python on the same library: `python=no` leaves that out, `python=only` all else, and
 * `native=<folder>` says where the native backend was built (var/native).
 * GPUs have a check of their own: `npm run gpu:check`.
 */
export async function trainingSpeed(settings: string[]): Promise<void> {
  const setting = (name: string) =>
    settings.find((given) => given.startsWith(`${name}=`))?.slice(name.length + 1);
  const native = resolve(setting('native') ?? join(import.meta.dirname, '../../var/native'));
  if (setting('python') !== 'only') {
    await compareBackends(native, setting('cpu') !== 'no');
    for (const name of ['mildnet-nano', 'mildnet-small']) await trainingThreads(name);
  }
  if (setting('python') !== 'no') await nativeAgainstPython(native, ROUNDS);
}

async function compareBackends(native: string, withPlain: boolean): Promise<void> {
  const names: BackendName[] = withPlain ? ['cpu'] : [];
  const measured = new Map<BackendName, number>();
  for (const name of [...names, 'wasm', 'tensorflow'] as BackendName[]) {
    const report = await openBackend({ prefer: name, nativeDirectory: native });
    if (report.name !== name) {
      console.log(`${name}: ${report.attempts.find((a) => a.name === name)?.reason}`);
      continue;
    }
    const step = measureStep(name === 'cpu' ? 1 : 5);
    measured.set(name, step);
    console.log(`${name} ${report.version}: three-convolution step ${step.toFixed(0)} ms`);
    if (name !== 'cpu') await measureNano(name);
  }
  const [plain, wasm] = [measured.get('cpu'), measured.get('wasm')];
  if (plain && wasm)
    console.log(`wasm is ${(plain / wasm).toFixed(0)} times faster than plain JavaScript`);
}

function threeConvolutions(): LayersModel {
  const image = input({ shape: [64, 64, 3] });
  const convolution = (filters: number) =>
    layers.conv2d({ filters, kernelSize: 3, padding: 'same', activation: 'relu' });
  const chain = [
    convolution(16),
    layers.maxPooling2d({ poolSize: 2 }),
    convolution(32),
    layers.maxPooling2d({ poolSize: 2 }),
    convolution(64),
    layers.globalAveragePooling2d({}),
    layers.dense({ units: 128 }),
  ];
  const output = chain.reduce(
    (x, layer) => layer.apply(x) as SymbolicTensor,
    image as SymbolicTensor,
  );
  return model({ inputs: image, outputs: output });
}

/** Milliseconds of forward, backward and update, the mean of some steps (after one to warm up). */
function measureStep(steps: number): number {
  const net = threeConvolutions();
  const images = tf.randomUniform([IMAGES, 64, 64, 3], 0, 1, 'float32', 1);
  const optimizer = tf.train.sgd(0.01);
  const step = () => {
    const loss = optimizer.minimize(
      () => tf.mean(tf.square(net.apply(images, { training: true }) as tf.Tensor)) as tf.Scalar,
      true,
    );
    loss?.dataSync();
    loss?.dispose();
  };
  if (steps > 1) step();
  const started = performance.now();
  for (let i = 0; i < steps; i++) step();
  const each = (performance.now() - started) / steps;
  tf.dispose(images);
  net.dispose();
  return each;
}

async function measureNano(name: string): Promise<void> {
  const { config, data, batch, trained, dispose } = syntheticTraining('mildnet-nano');
  const rows = batch.indexes.length;
  const times: number[] = [];
  for (let step = 1; step <= 8; step++) {
    const started = performance.now();
    await trainStep(trained, config, data, batch, step, 0.001);
    times.push(performance.now() - started);
  }
  const median = times.sort((a, b) => a - b)[4] as number;
  dispose();
  const embedder = await createUntrainedEmbedder('mildnet-nano', 1);
  const many = Array.from({ length: 512 }, () => data.images.image());
  await embedder.embed(many.slice(0, 64));
  const started = performance.now();
  await embedder.embed(many);
  const embedding = (512 * 1000) / (performance.now() - started);
  embedder.dispose();
  console.log(
    `${name}: mildnet-nano trains ${((rows * 1000) / median).toFixed(0)} images/s ` +
      `(${median.toFixed(0)} ms a step of ${rows} images), embeds ${embedding.toFixed(0)} images/s`,
  );
}
