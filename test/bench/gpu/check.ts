/**
 * What a GPU is worth through WebGPU, and whether it computes the same as the processor:
 *
 *     node test/bench/gpu/check.ts [pictures=<folder>] [webgpu=<folder>] [size=small|large]
 *
 * `npm run gpu:check` runs it here; `npm run gpu:check -- pack=<folder>` packs it, with Node and all
 * that it loads, for a machine without a network. `small` is for drivers that compute on the
 * processor: it shows that the check works, and its speeds mean nothing.
 */
import { resolve } from 'node:path';
import { openBackend } from '@semblance/ml';
import * as tf from '@tensorflow/tfjs-core';
import { requireModel } from '../../../packages/ml/src/models/registry.ts';
import { embeddingStep, medianStep, trainingStep } from '../modelSteps.ts';
import { compareResults, computeResults } from './agreement.ts';
import { compareFilterGradients } from './filterGradient.ts';
import { readPictures } from './pictures.ts';
import { setting } from './setting.ts';

const TOLERANCE = 1e-3;

interface Load {
  readonly model: string;
  readonly train: number;
  readonly embed: number;
}

/** Images of one step. */
const LOADS: Record<'small' | 'large', readonly Load[]> = {
  small: [{ model: 'mildnet-nano', train: 6, embed: 8 }],
  large: [
    { model: 'mildnet-small', train: 96, embed: 512 },
    { model: 'mildnet_vgg16', train: 24, embed: 64 },
  ],
};

async function measureSpeed({ model: name, train, embed }: Load, steps: number): Promise<void> {
  const definition = requireModel(name);
  const model = definition.build({ seed: 1 });
  const embedMs = await medianStep(await embeddingStep(definition, model, embed), steps);
  const trainMs = await medianStep(trainingStep(definition, model, train), steps);
  model.dispose();
  const perSecond = (images: number, ms: number) => ((images * 1000) / ms).toFixed(1);
  console.log(
    `${name}, ${definition.inputSize} px: trains ${perSecond(train, trainMs)} images/s ` +
      `(${trainMs.toFixed(1)} ms a step of ${train}), embeds ${perSecond(embed, embedMs)} images/s`,
  );
}

/** @returns whether everything is within the tolerance */
async function checkAgreement(folder: string, size: 'small' | 'large'): Promise<boolean> {
  const pictures = readPictures(folder);
  const onGpu = await computeResults(pictures);
  const { ownMs, stockMs, difference } = await compareFilterGradients(size);
  console.log(
    `filter gradient: ${ownMs.toFixed(2)} ms, stock ${stockMs.toFixed(2)} ms, ` +
      `${(stockMs / ownMs).toFixed(1)}x; they differ by ${difference.toExponential(1)}`,
  );
  await tf.setBackend('wasm');
  const agreement = compareResults(onGpu, await computeResults(pictures));
  await tf.setBackend('webgpu');
  console.log(
    `against WASM, mildnet-small: ${pictures.count} embeddings differ by ` +
      `${agreement.embeddings.toExponential(1)} at most, gradients by ` +
      `${agreement.gradients.toExponential(1)} of their largest value`,
  );
  return Math.max(difference, agreement.embeddings, agreement.gradients) <= TOLERANCE;
}

async function main(): Promise<boolean> {
  const size = setting('size') === 'small' ? 'small' : 'large';
  await openBackend({ prefer: 'wasm' });
  const nativeDirectory = resolve(setting('webgpu') ?? 'var/native');
  const report = await openBackend({ prefer: 'webgpu', nativeDirectory });
  if (report.name !== 'webgpu')
    throw new Error(`WebGPU does not start: ${report.attempts[0]?.reason}`);
  console.log(`WebGPU ${report.version} on ${report.device}, Node ${process.version}`);
  const isSame = await checkAgreement(setting('pictures') ?? import.meta.dirname, size);
  for (const load of LOADS[size]) await measureSpeed(load, size === 'small' ? 1 : 20);
  return isSame;
}

/** Loads and runs everything but WebGPU itself, to see what has to be packed. */
async function trace(): Promise<void> {
  await openBackend({ prefer: 'wasm' });
  await computeResults(readPictures(setting('pictures') ?? import.meta.dirname));
  await measureSpeed({ model: 'mildnet-nano', train: 6, embed: 8 }, 1);
}

if (process.argv.includes('trace')) {
  await trace();
  process.exit(0);
}
const isSame = await main();
console.log(isSame ? 'The GPU computes what the processor does.' : 'The GPU computes otherwise.');
process.exit(isSame ? 0 : 1);
