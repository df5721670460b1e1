import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { copyFile, mkdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError, badInput } from '../errors.ts';
import type { Fetcher } from '../fetch/fetcher.ts';

/** Networks whose ImageNet weights can be had; see ImagenetBackbone of packages/ml. */
export type BackboneName = 'vgg16' | 'vgg19' | 'mobilenet';

export interface Backbone {
  readonly address: string;
  /** As Keras checks it; null where Keras has none. */
  readonly md5: string | null;
}

const KERAS = 'https://storage.googleapis.com/tensorflow/keras-applications';

/** The addresses and checksums in Keras' own source (keras/src/applications, 3.15). */
export const BACKBONES: Readonly<Record<BackboneName, Backbone>> = {
  vgg16: {
    address: `${KERAS}/vgg16/vgg16_weights_tf_dim_ordering_tf_kernels_notop.h5`,
    md5: '6d6bbae143d832006294945121d1f1fc',
  },
  vgg19: {
    address: `${KERAS}/vgg19/vgg19_weights_tf_dim_ordering_tf_kernels_notop.h5`,
    md5: '253f8cb515780f3b799900260a226db6',
  },
  mobilenet: { address: `${KERAS}/mobilenet/mobilenet_1_0_224_tf_no_top.h5`, md5: null },
};

/** The largest of them has 80 MB. */
const MAX_BYTES = 128 * 1024 * 1024;
const TOTAL_MS = 30 * 60_000;
const POLL_MS = 500;

export interface BackboneCache {
  /** Folder where the files are kept. */
  readonly directory: string;
  readonly fetcher: Pick<Fetcher, 'fetchFile'>;
  /** Other addresses, for a mirror. */
  readonly backbones?: Readonly<Record<BackboneName, Backbone>>;
}

export interface FetchProgress {
  readonly signal?: AbortSignal | undefined;
  /** Bytes received so far. */
  readonly onProgress?: ((bytes: number) => void) | undefined;
}

/**
 * The file of a backbone's ImageNet weights: the one in the cache, or fetched into it. A file that
 * fails its checksum, or came half, never gets the name.
 * @throws FETCH_... saying how to go on without internet, WEIGHTS_CORRUPT
 */
export async function requireBackbone(
  cache: BackboneCache,
  name: BackboneName,
  progress: FetchProgress = {},
): Promise<string> {
  const path = join(cache.directory, `${name}.h5`);
  if (await isFile(path)) return path;
  const { address, md5 } = (cache.backbones ?? BACKBONES)[name];
  const part = join(cache.directory, `${name}.${crypto.randomUUID()}.part`);
  await mkdir(cache.directory, { recursive: true });
  const watching = watchSize(part, progress.onProgress);
  try {
    const wanted = { maxBytes: MAX_BYTES, totalMs: TOTAL_MS, signal: progress.signal };
    await cache.fetcher.fetchFile(address, part, wanted);
    await requireChecksum(part, md5, address);
    await rename(part, path);
    return path;
  } catch (error) {
    throw withAdvice(error, name, address);
  } finally {
    clearInterval(watching);
    await rm(part, { force: true });
  }
}

/**
 * Puts a file that was fetched by other means into the cache.
 * @throws BAD_INPUT when there is no such file, WEIGHTS_CORRUPT when it is not Keras' own
 */
export async function placeBackbone(
  cache: Pick<BackboneCache, 'directory' | 'backbones'>,
  name: BackboneName,
  file: string,
): Promise<string> {
  if (!(await isFile(file))) throw badInput('backboneWeights', `There is no file ${file}.`);
  await requireChecksum(file, (cache.backbones ?? BACKBONES)[name].md5, file);
  await mkdir(cache.directory, { recursive: true });
  const path = join(cache.directory, `${name}.h5`);
  const part = join(cache.directory, `${name}.${crypto.randomUUID()}.part`);
  try {
    await copyFile(file, part);
    await rename(part, path);
  } finally {
    await rm(part, { force: true });
  }
  return path;
}

async function requireChecksum(path: string, md5: string | null, from: string): Promise<void> {
  if (md5 === null) return;
  const hash = createHash('md5');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  const actual = hash.digest('hex');
  if (actual === md5) return;
  const message = `${from} is not the file that Keras uses: its MD5 is ${actual}, not ${md5}.`;
  throw new AppError('WEIGHTS_CORRUPT', message, { expected: md5, actual });
}

function withAdvice(error: unknown, name: BackboneName, address: string): unknown {
  if (!(error instanceof AppError) || error.code === 'CANCELLED') return error;
  const message =
    `${error.message} The ImageNet weights of ${name} come from ${address}. Without internet, fetch ` +
    'that file elsewhere and give it with --backbone-weights, or start with initialWeights=random.';
  return new AppError(error.code, message, error.details, { cause: error });
}

function watchSize(path: string, onProgress: FetchProgress['onProgress']): NodeJS.Timeout {
  return setInterval(() => {
    stat(path).then(
      ({ size }) => onProgress?.(size),
      () => undefined, // not begun, or done
    );
  }, POLL_MS);
}

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (info) => info.isFile(),
    () => false,
  );
}
