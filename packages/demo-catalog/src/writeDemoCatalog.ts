import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { catalogCsv, photoNames } from './catalogCsv.ts';
import { generateDemoProducts } from './generateProducts.ts';
import { renderCatalogPhoto } from './photo/catalogPhoto.ts';
import { renderWildPhoto } from './photo/wildPhoto.ts';
import type { DemoProduct } from './product.ts';

/** Raise when photos of the same seed come to look otherwise, so that old ones are drawn anew. */
const DRAWING_VERSION = 1;

export interface WriteDemoCatalogOptions {
  readonly seed: number;
  readonly count: number;
  /** Wild photos of each product. */
  readonly wildPerProduct: number;
  readonly signal?: AbortSignal;
  onProgress?(done: number, total: number): void;
}

export interface WrittenDemoCatalog {
  readonly csvPath: string;
  readonly imageDirectory: string;
  readonly products: number;
  readonly images: number;
}

interface Job {
  readonly path: string;
  render(): Promise<Buffer>;
}

/**
 * Writes catalog.csv and images/ into a directory. Each file appears whole or not at all; what an
 * earlier call has written is kept, so an interrupted call goes on where it stopped. Another seed
 * draws everything anew; another count keeps no stale photos either.
 * @throws the signal's reason when aborted, RangeError for a bad count
 */
export async function writeDemoCatalog(
  directory: string,
  options: WriteDemoCatalogOptions,
): Promise<WrittenDemoCatalog> {
  const { seed, count, wildPerProduct, signal, onProgress } = options;
  if (!Number.isInteger(wildPerProduct) || wildPerProduct < 0) {
    throw new RangeError(`wildPerProduct must be a whole number from 0 up, not ${wildPerProduct}.`);
  }
  const products = generateDemoProducts({ seed, count });
  const imageDirectory = join(directory, 'images');
  const csvPath = join(directory, 'catalog.csv');
  await prepare(
    directory,
    imageDirectory,
    JSON.stringify({ version: DRAWING_VERSION, seed, count }),
  );
  const jobs = products.flatMap((product) => jobsOf(product, imageDirectory, wildPerProduct));
  const present = new Set(
    (await readdir(imageDirectory)).map((name) => join(imageDirectory, name)),
  );
  const missing = jobs.filter((job) => !present.has(job.path));
  let done = jobs.length - missing.length;
  onProgress?.(done, jobs.length);
  await inParallel(missing, signal, async (job) => {
    await writeWhole(job.path, await job.render());
    done++;
    onProgress?.(done, jobs.length);
  });
  await writeWhole(csvPath, catalogCsv(products, wildPerProduct));
  return { csvPath, imageDirectory, products: products.length, images: jobs.length };
}

/** Makes the folders; photos of another seed, count or drawing version are removed. */
async function prepare(directory: string, images: string, recipe: string): Promise<void> {
  const recipePath = join(directory, 'recipe.json');
  await mkdir(directory, { recursive: true });
  const earlier = await readFile(recipePath, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (earlier !== recipe) {
    await rm(images, { recursive: true, force: true });
    await rm(join(directory, 'catalog.csv'), { force: true });
  }
  await mkdir(images, { recursive: true });
  await writeWhole(recipePath, recipe);
}

function jobsOf(product: DemoProduct, directory: string, wildPerProduct: number): Job[] {
  const { catalog, wild } = photoNames(product, wildPerProduct);
  return [
    ...catalog.map((name, view) => ({
      path: join(directory, name),
      render: () => renderCatalogPhoto(product, { view }),
    })),
    ...wild.map((name, index) => ({
      path: join(directory, name),
      render: () => renderWildPhoto(product, { index }),
    })),
  ];
}

async function inParallel(
  jobs: readonly Job[],
  signal: AbortSignal | undefined,
  run: (job: Job) => Promise<void>,
): Promise<void> {
  const queue = jobs.values();
  const lane = async () => {
    for (const job of queue) {
      signal?.throwIfAborted();
      await run(job);
    }
  };
  // One lane more than cores, so that decoding and disk never leave a core idle.
  const lanes = Array.from({ length: availableParallelism() + 1 }, lane);
  const results = await Promise.allSettled(lanes);
  const failed = results.find((result) => result.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}

/** Writes beside and renames, so that a reader or a stopped process never leaves half a file. */
async function writeWhole(path: string, content: string | Buffer): Promise<void> {
  const part = `${path}.part`;
  await writeFile(part, content);
  await rename(part, path);
}
