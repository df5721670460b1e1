import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type BackendName,
  colorHistogram,
  createUntrainedEmbedder,
  type Embedder,
  evaluateRetrieval,
  type GeneratedTriplet,
  generateTriplets,
  loadEmbedder,
  loadPackedImages,
  openBackend,
  type PackedImages,
  parseTrainingConfig,
  type Split,
  type TrainingConfig,
  type TrainingData,
  train,
  tripletAccuracy,
} from '@semblance/ml';
import { type FashionProduct, readFashionCatalog, toTripletProducts } from './fashion-catalog.ts';

/** Where `packages/ml/scripts/build-native.ts` puts TensorFlow, for `backend=tensorflow`. */
const NATIVE = join(import.meta.dirname, '../../var/native');
const SEED = 7;
const TRIPLETS = 30_000;

interface Prepared {
  products: FashionProduct[];
  images: PackedImages;
  triplets: GeneratedTriplet[];
  /** Indexes of the products of a split. */
  indexesOf(split: Split): number[];
}

/**
 * Trains on 70 % of the real fashion catalog and reports on the 15 % that neither training nor
 * the choice of the checkpoint has seen. Settings are `field=value` of the training configuration;
 * `backend=tensorflow` trains on that if it is built, and
 * `split=VAL` reports on the validation products, for trying recipes.
 */
export async function fashionQuality(settings: string[]): Promise<void> {
  const products = await readFashionCatalog();
  if (!products) {
    console.log('Skipped: ../shared/catalogs/fashion is not on this machine.');
    return;
  }
  const { split, backend, config } = readSettings(settings);
  await openBackend({ prefer: backend, nativeDirectory: NATIVE });
  const prepared = await prepare(products);
  const directory = await mkdtemp(join(tmpdir(), 'semblance-fashion-'));
  const started = performance.now();
  await trainAndPrint(prepared, config, directory);
  const minutes = (performance.now() - started) / 60_000;
  console.log(`training took ${minutes.toFixed(1)} min`);
  const trained = await loadEmbedder(join(directory, 'best'));
  const untrained = await createUntrainedEmbedder(config.model, config.seed);
  await report(prepared, split, 'trained', (indexes) => embed(trained, prepared, indexes));
  await report(prepared, split, 'untrained', (indexes) => embed(untrained, prepared, indexes));
  await report(prepared, split, 'colour histogram', async (indexes) =>
    indexes.map((index) => colorHistogram(prepared.images.image(index))),
  );
  trained.dispose();
  untrained.dispose();
}

interface Settings {
  split: Split;
  backend: BackendName;
  config: TrainingConfig;
}

function readSettings(settings: string[]): Settings {
  const pairs = new Map(settings.map((setting) => setting.split('=') as [string, string]));
  const split = (pairs.get('split') ?? 'TEST') as Split;
  const backend = (pairs.get('backend') ?? 'wasm') as BackendName;
  const values = [...pairs].filter(([key]) => key !== 'split' && key !== 'backend');
  const config = Object.fromEntries(values.map(([key, value]) => [key, parseValue(value)]));
  return { split, backend, config: parseTrainingConfig(config) };
}

/** A number, true, false or null where it reads as one, else the word itself. */
function parseValue(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

async function prepare(products: FashionProduct[]): Promise<Prepared> {
  const preprocessing = {
    size: 64,
    fit: 'contain' as const,
    background: [255, 255, 255] as [number, number, number],
    scale: 'zero-to-one' as const,
  };
  const cachePath = join(tmpdir(), 'semblance-fashion-64.bin');
  const paths = products.map(({ path }) => path);
  const images = await loadPackedImages(paths, preprocessing, { cachePath });
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
  return { products, images, triplets, indexesOf };
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
      console.log(`${config.model} on ${event.backend.name}: ${event.steps} steps`);
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

function tripletIndexes(prepared: Prepared, split: Split) {
  const indexOf = new Map(prepared.products.map(({ id }, index) => [id, index]));
  const chosen = prepared.triplets.filter((triplet) => triplet.split === split);
  const flat = Uint32Array.from(
    chosen.flatMap(({ query, positive, negative }) =>
      [query, positive, negative].map((id) => indexOf.get(id) as number),
    ),
  );
  return { flat, inClass: chosen.map(({ negativeKind }) => negativeKind === 'IN_CLASS') };
}

function embed(embedder: Embedder, prepared: Prepared, indexes: number[]) {
  return embedder.embed(indexes.map((index) => prepared.images.image(index)));
}

/** Prints how one way of embedding does on the products of a split. */
async function report(
  prepared: Prepared,
  split: Split,
  name: string,
  embedAll: (indexes: number[]) => Promise<Float32Array[]>,
): Promise<void> {
  const indexes = prepared.indexesOf(split);
  const vectors = await embedAll(indexes);
  const dimension = vectors[0]?.length ?? 0;
  const rowOf = new Map(indexes.map((index, row) => [index, row]));
  const { flat, inClass } = tripletIndexes(prepared, split);
  const gather = (images: Uint32Array) =>
    joinRows(Array.from(images, (image) => vectors[rowOf.get(image) as number] as Float32Array));
  const accuracyOf = (keep: (triplet: number) => boolean) => {
    const member = (m: number) => gather(flat.filter((_, i) => i % 3 === m && keep((i - m) / 3)));
    return tripletAccuracy({
      query: member(0),
      positive: member(1),
      negative: member(2),
      dimension,
    });
  };
  const labelsBy = (label: (product: FashionProduct) => string) =>
    indexes.map((index) => label(prepared.products[index] as FashionProduct));
  const retrieve = (labels: string[]) =>
    evaluateRetrieval({ embeddings: joinRows(vectors), dimension, labels, ks: [1, 10] });
  const type = retrieve(labelsBy(({ articleType }) => articleType));
  const both = retrieve(labelsBy(({ articleType, baseColour }) => `${articleType}|${baseColour}`));
  const percent = (value: number | undefined) => `${((value ?? 0) * 100).toFixed(1)} %`;
  console.log(
    [
      `${split} ${name}:`,
      `triplet accuracy ${percent(accuracyOf(() => true).accuracy)}`,
      `(in-class ${percent(accuracyOf((t) => inClass[t] as boolean).accuracy)}),`,
      `precision@10 type ${percent(type.precisionAt[10])},`,
      `precision@10 type and colour ${percent(both.precisionAt[10])},`,
      `recall@1 type ${percent(type.recallAt[1])},`,
      `mAP@R type ${percent(type.mapAtR)}, ${indexes.length} products`,
    ].join(' '),
  );
}

function joinRows(rows: Float32Array[]): Float32Array {
  const dimension = rows[0]?.length ?? 0;
  const joined = new Float32Array(rows.length * dimension);
  for (const [i, row] of rows.entries()) joined.set(row, i * dimension);
  return joined;
}
