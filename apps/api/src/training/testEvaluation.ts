import {
  type BackendOptions,
  colorHistogram,
  createUntrainedEmbedder,
  evaluateRetrieval,
  isMlError,
  loadEmbedder,
  type TrainingConfig,
  tripletAccuracy,
} from '@semblance/ml';
import { throwIfCancelled } from '../errors.ts';
import type { ImageLabels } from './labels.ts';
import type { LoadedTriplets } from './trainingData.ts';

export interface TestRequest {
  loaded: LoadedTriplets;
  config: TrainingConfig;
  /** Folder of the checkpoint to judge. */
  directory: string;
  backend: BackendOptions;
  signal: AbortSignal;
  onPhase: (phase: string) => void;
}

export type TestMetrics = Record<string, number>;

interface Vectors {
  /** `[images, dimension]`; rows of images that the test does not need are zero. */
  rows: Float32Array;
  dimension: number;
}

type Embed = (pixels: readonly Uint8Array[]) => Promise<readonly Float32Array[]>;

const BATCH = 128;

/**
 * Judges a checkpoint on the products that it never saw, next to the same network untrained and to
 * a colour histogram. Names: `tripletAccuracy`, `precision@10.category`, `recall@1.category+colour`,
 * `mAP@R.category`; those of the baselines start with `untrained.` and `histogram.`.
 */
export async function evaluateTest(request: TestRequest): Promise<TestMetrics> {
  const { loaded, config, directory, backend } = request;
  if (loaded.test.length === 0 && !loaded.testHeldOut) return {};
  request.onPhase('testing the best checkpoint');
  const trained = await loadEmbedder(directory, backend);
  const metrics = await judge(request, '', trained.embed).finally(trained.dispose);
  request.onPhase('testing the untrained network');
  const untrained = await createUntrainedEmbedder(config.model, config.seed, backend);
  const before = await judge(request, 'untrained.', untrained.embed).finally(untrained.dispose);
  request.onPhase('testing the colour histogram');
  const colours = await judge(request, 'histogram.', async (pixels) =>
    pixels.map((image) => colorHistogram(image)),
  );
  return { ...metrics, ...before, ...colours };
}

async function judge(request: TestRequest, prefix: string, embed: Embed): Promise<TestMetrics> {
  const { loaded } = request;
  const vectors = await embedNeeded(request, embed);
  const metrics: TestMetrics = {};
  if (loaded.test.length > 0) {
    const { accuracy, meanMargin } = accuracyOn(loaded.test, vectors);
    metrics[`${prefix}tripletAccuracy`] = accuracy;
    metrics[`${prefix}meanMargin`] = meanMargin;
  }
  const { category, look } = loaded.labels;
  Object.assign(metrics, retrievalOn(loaded, vectors, category, `${prefix}`, 'category'));
  const name = lookName(loaded.labels);
  if (name) Object.assign(metrics, retrievalOn(loaded, vectors, look, prefix, name));
  return metrics;
}

/** `category+colour`, whatever the feed calls its colour; nothing where only the category counts. */
function lookName({ attributes }: ImageLabels): string | undefined {
  if (attributes.length === 0) return undefined;
  const names = attributes.map((name) => (/colou?r/i.test(name) ? 'colour' : name));
  return ['category', ...names].join('+');
}

function retrievalOn(
  loaded: LoadedTriplets,
  { rows, dimension }: Vectors,
  labelOf: ImageLabels['look'],
  prefix: string,
  name: string,
): TestMetrics {
  const { testHeldOut, images } = loaded;
  if (!testHeldOut) return {};
  const indexes = [...testHeldOut.indexes];
  const labels = indexes.map((index) => labelOf(images[index] as (typeof images)[number]));
  try {
    const found = evaluateRetrieval({
      embeddings: gather(rows, dimension, indexes),
      dimension,
      labels,
      groups: testHeldOut.groups,
      ks: [1, 10],
    });
    return {
      [`${prefix}precision@10.${name}`]: found.precisionAt[10] as number,
      [`${prefix}recall@1.${name}`]: found.recallAt[1] as number,
      [`${prefix}recall@10.${name}`]: found.recallAt[10] as number,
      [`${prefix}mAP@R.${name}`]: found.mapAtR,
    };
  } catch (error) {
    // No two held-out products match: there is nothing to measure, which is no fault of the run.
    if (isMlError(error, 'TRIPLETS_EMPTY')) return {};
    throw error;
  }
}

function accuracyOn(triplets: Uint32Array, { rows, dimension }: Vectors) {
  const member = (offset: number) =>
    gather(rows, dimension, [...triplets.filter((_, i) => i % 3 === offset)]);
  return tripletAccuracy({
    query: member(0),
    positive: member(1),
    negative: member(2),
    dimension,
  });
}

async function embedNeeded(request: TestRequest, embed: Embed): Promise<Vectors> {
  const { test, testHeldOut, packed } = request.loaded;
  const needed = [...new Set([...test, ...(testHeldOut?.indexes ?? [])])];
  let rows = new Float32Array();
  let dimension = 0;
  for (let at = 0; at < needed.length; at += BATCH) {
    throwIfCancelled(request.signal, 'Testing the model');
    const batch = needed.slice(at, at + BATCH);
    const vectors = await embed(batch.map((index) => packed.image(index)));
    if (dimension === 0) {
      dimension = vectors[0]?.length ?? 0;
      rows = new Float32Array(packed.count * dimension);
    }
    for (const [i, index] of batch.entries()) {
      rows.set(vectors[i] as Float32Array, index * dimension);
    }
  }
  return { rows, dimension };
}

function gather(rows: Float32Array, dimension: number, indexes: readonly number[]): Float32Array {
  const gathered = new Float32Array(indexes.length * dimension);
  for (const [row, index] of indexes.entries()) {
    gathered.set(rows.subarray(index * dimension, (index + 1) * dimension), row * dimension);
  }
  return gathered;
}
