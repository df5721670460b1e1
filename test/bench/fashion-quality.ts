import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type BackendName,
  colourHistogram,
  createUntrainedEmbedder,
  type Embedder,
  generateTriplets,
  loadEmbedder,
  loadPackedImages,
  openBackend,
  parseTrainingConfig,
  type Split,
  type TrainingConfig,
  type TrainingData,
  train,
} from '@semblance/ml';
import { type FashionProduct, readFashionCatalog, toTripletProducts } from './fashion-catalog.ts';
import { type Embed, type Prepared, reportFashion, tripletIndexes } from './fashion-report.ts';
import { readWildPhotos } from './fashion-wild.ts';

/** Where `packages/ml/scripts/build-native.ts` puts TensorFlow, for `backend=tensorflow`. */
const NATIVE = join(import.meta.dirname, '../../var/native');
const SEED = 7;
const TRIPLETS = 30_000;

/**
 * Trains on 70 % of the real fashion catalog and reports on the 15 % that neither training nor
 * the choice of the checkpoint has seen, and on photos taken at home. Settings are `field=value`
 * of the training configuration; `backend=tensorflow` trains on that if it is built,
 * `checkpoint=<folder>` reports on a model that is already trained, and `split=VAL` reports on the
 * validation products and the other half of the photos, for trying recipes.
 */
export async function fashionQuality(settings: string[]): Promise<void> {
  const products = await readFashionCatalog();
  if (!products) {
    console.log('Skipped: ../shared/catalogs/fashion is not on this machine.');
    return;
  }
  const { split, backend, checkpoint, config } = readSettings(settings);
  await openBackend({ prefer: backend, nativeDirectory: NATIVE });
  const { model, seed, embeddingDimension } = config;
  const untrained = await createUntrainedEmbedder(model, seed, { embeddingDimension });
  const prepared = await prepare(products, untrained, split);
  let directory = checkpoint;
  if (directory === undefined) {
    directory = await mkdtemp(join(tmpdir(), 'semblance-fashion-'));
    const started = performance.now();
    await trainAndPrint(prepared, config, directory);
    const minutes = (performance.now() - started) / 60_000;
    console.log(`training took ${minutes.toFixed(1)} min; model in ${directory}`);
  }
  const trained = await loadEmbedder(join(directory, 'best'));
  const ways: [string, Embed][] = [
    ['trained', (pixels) => trained.embed(pixels)],
    ['untrained', (pixels) => untrained.embed(pixels)],
    ['colour histogram', async (pixels) => pixels.map((image) => colourHistogram(image))],
  ];
  for (const [name, embed] of ways) await reportFashion(prepared, split, name, embed);
  trained.dispose();
  untrained.dispose();
}

interface Settings {
  split: Split;
  backend: BackendName;
  checkpoint: string | undefined;
  config: TrainingConfig;
}

function readSettings(settings: string[]): Settings {
  const pairs = new Map(settings.map((setting) => setting.split('=') as [string, string]));
  const split = (pairs.get('split') ?? 'TEST') as Split;
  const backend = (pairs.get('backend') ?? 'wasm') as BackendName;
  const checkpoint = pairs.get('checkpoint');
  const own = ['split', 'backend', 'checkpoint'];
  const values = [...pairs].filter(([key]) => !own.includes(key));
  const config = Object.fromEntries(values.map(([key, value]) => [key, parseValue(value)]));
  return { split, backend, checkpoint, config: parseTrainingConfig(config) };
}

/** A number, true, false or null where it reads as one, else the word itself. */
function parseValue(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

async function prepare(
  products: FashionProduct[],
  { preprocessing }: Embedder,
  split: Split,
): Promise<Prepared> {
  const cachePath = join(tmpdir(), `semblance-fashion-${preprocessing.size}.bin`);
  const paths = products.map(({ path }) => path);
  const images = await loadPackedImages(paths, preprocessing, { cachePath });
  const photos = readWildPhotos(split === 'VAL' ? 'choose' : 'report');
  const photoPaths = photos.map(({ path }) => path);
  const photoImages = await loadPackedImages(photoPaths, preprocessing);
  const { triplets, report: made } = generateTriplets(toTripletProducts(products), {
    seed: SEED,
    count: TRIPLETS,
    matchOn: ['baseColour'],
    split: { train: 0.7, val: 0.15, test: 0.15 },
  });
  const counts = Object.entries(made.perSplit).map(([name, part]) => `${name} ${part.made}`);
  console.log(`${products.length} products; triplets: ${counts.join(', ')}`);
  const indexesOf = (split: Split) =>
    products.flatMap(({ id }, index) => (made.productSplit[id] === split ? [index] : []));
  return { products, images, triplets, indexesOf, photos, photoImages };
}

async function trainAndPrint(
  prepared: Prepared,
  config: TrainingConfig,
  directory: string,
): Promise<void> {
  const { products, images } = prepared;
  const val = prepared.indexesOf('VAL');
  const data: TrainingData = {
    images,
    train: tripletIndexes(prepared, 'TRAIN').flat,
    val: tripletIndexes(prepared, 'VAL').flat,
    labels: products.map(({ articleType, baseColour }) => `${articleType}|${baseColour}`),
    categories: products.map(({ articleType }) => articleType),
    facets: [
      products.map(({ articleType }) => articleType),
      products.map(({ baseColour }) => baseColour),
    ],
    heldOut: {
      imageIndexes: Uint32Array.from(val),
      labels: val.map((index) => (products[index] as FashionProduct).articleType),
    },
    fingerprint: `fashion ${SEED} ${TRIPLETS}`,
  };
  let speed = 0;
  let loss = 0;
  for await (const event of train({ config, data, directory })) {
    if (event.type === 'started') {
      const { steps, shards, backend } = event;
      console.log(`${config.model} on ${backend.name}: ${steps} steps, batches in ${shards} parts`);
    } else if (event.type === 'step') {
      speed = speed === 0 ? event.imagesPerSecond : speed * 0.98 + event.imagesPerSecond * 0.02;
      loss = loss === 0 ? event.loss : loss * 0.98 + event.loss * 0.02;
    } else if (event.type === 'evaluated') {
      const metrics = Object.entries(event.metrics).map(([k, v]) => `${k} ${v.toFixed(4)}`);
      console.log(
        `epoch ${event.epoch} loss ${loss.toFixed(4)} ${speed.toFixed(0)} images/s ${metrics.join(' ')}`,
      );
    }
  }
}
