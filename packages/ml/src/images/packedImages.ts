import { availableParallelism } from 'node:os';
import { MlError, throwIfCancelled } from '../errors.ts';
import { decodeImage } from './decodeImage.ts';
import type { ImageSource } from './imageSource.ts';
import { packedCacheKey, readPackedCache, writePackedCache } from './packedCache.ts';
import type { Preprocessing } from './preprocessing.ts';

export interface ImageFailure {
  index: number;
  path: string;
  error: MlError;
}

/** Decoded images of one size, one after the other in one array. */
export interface PackedImages extends ImageSource {
  /** RGB bytes, `[count, size, size, 3]`; a failed image's place is zeros. */
  data: Uint8Array;
  /** In order of index. */
  failures: ImageFailure[];
  /** A view (no copy) of image i, `[size, size, 3]`; throws RangeError outside 0..count-1. */
  image(index: number): Uint8Array;
}

export interface LoadPackedOptions {
  /** Images decoded at once; default the number of cores. */
  concurrency?: number;
  signal?: AbortSignal;
  onProgress?: (done: number, total: number) => void;
  /** A file to keep the result in; reused while paths, file sizes, times and preprocessing hold. */
  cachePath?: string;
}

/**
 * Decodes every path once, so that epochs cost no decoding. An image that cannot be read is listed
 * in `failures` and does not stop the rest. Throws `CANCELLED`; `IMAGE_TOO_LARGE` when the whole
 * does not fit in memory.
 */
export async function loadPackedImages(
  paths: readonly string[],
  preprocessing: Preprocessing,
  options: LoadPackedOptions = {},
): Promise<PackedImages> {
  const { signal, onProgress, cachePath } = options;
  throwIfCancelled(signal, 'Loading images');
  const key = cachePath ? await packedCacheKey(paths, preprocessing) : '';
  const stride = preprocessing.size ** 2 * 3;
  const cached = cachePath ? await readPackedCache(cachePath, key, paths.length * stride) : null;
  if (cached) {
    onProgress?.(paths.length, paths.length);
    return packImages(preprocessing.size, paths.length, cached, []);
  }
  const data = allocate(paths.length, stride);
  const failures: ImageFailure[] = [];
  let next = 0;
  let done = 0;
  const decodeNext = async () => {
    for (let index = next++; index < paths.length; index = next++) {
      throwIfCancelled(signal, 'Loading images');
      const path = paths[index] as string;
      try {
        data.set(await decodeImage(path, preprocessing), index * stride);
      } catch (error) {
        if (!(error instanceof MlError) || error.code === 'CONFIG_INVALID') throw error;
        failures.push({ index, path, error });
      }
      onProgress?.(++done, paths.length);
    }
  };
  const workers = Math.max(1, options.concurrency ?? availableParallelism());
  await Promise.all(Array.from({ length: workers }, decodeNext));
  failures.sort((a, b) => a.index - b.index);
  // Only a whole result is kept: a failed image may be readable the next time.
  if (cachePath && failures.length === 0) await writePackedCache(cachePath, key, data);
  return packImages(preprocessing.size, paths.length, data, failures);
}

/** Wraps bytes already decoded (`[count, size, size, 3]`) as PackedImages. */
export function packImages(
  size: number,
  count: number,
  data: Uint8Array,
  failures: ImageFailure[] = [],
): PackedImages {
  const stride = size * size * 3;
  if (data.length !== count * stride) {
    throw new MlError(
      'DIMENSION_MISMATCH',
      `${count} images of ${size}x${size} need ${count * stride} bytes, got ${data.length}.`,
      { count, size, length: data.length },
    );
  }
  return {
    count,
    size,
    data,
    failures,
    image(index) {
      if (!Number.isInteger(index) || index < 0 || index >= count) {
        throw new RangeError(`There is no image ${index} among ${count}.`);
      }
      return data.subarray(index * stride, (index + 1) * stride);
    },
    ...(data.buffer instanceof SharedArrayBuffer && {
      share: () => ({ kind: 'packed' as const, size, count, data }),
    }),
  };
}

function allocate(count: number, stride: number): Uint8Array {
  try {
    // Shared, so that the threads which prepare training images need no copy.
    return new Uint8Array(new SharedArrayBuffer(count * stride));
  } catch (error) {
    const gigabytes = ((count * stride) / 1e9).toFixed(1);
    throw new MlError(
      'IMAGE_TOO_LARGE',
      `${count} decoded images need ${gigabytes} GB of memory: use a smaller size or fewer images.`,
      { count, bytes: count * stride },
      { cause: error },
    );
  }
}
