import { stat } from 'node:fs/promises';
import { MlError, throwIfCancelled } from '../errors.ts';
import { fileImages } from './fileImages.ts';
import type { ImageSource } from './imageSource.ts';
import { type ImageFailure, type LoadPackedOptions, loadPackedImages } from './packedImages.ts';
import type { Preprocessing } from './preprocessing.ts';

/** Share of the memory that is free now which decoded images may take. */
const MOST_MEMORY = 0.5;

export interface OpenImagesOptions extends LoadPackedOptions {
  /** Bytes that decoded images may take; default half of what this process can still have. */
  memoryLimit?: number;
}

/** Images of which some may be unreadable. */
export interface OpenedImages extends ImageSource {
  /** In order of index; these images must not be asked for. */
  failures: ImageFailure[];
}

/**
 * The images at these paths: decoded once into memory where they fit, otherwise from their files
 * each time. In the second case only what the file system knows is checked now, and an image that
 * turns out to be damaged fails when it is asked for.
 *
 * @throws {MlError} CANCELLED
 */
export async function openImages(
  paths: readonly string[],
  preprocessing: Preprocessing,
  options: OpenImagesOptions = {},
): Promise<OpenedImages> {
  const { memoryLimit = process.availableMemory() * MOST_MEMORY, signal, onProgress } = options;
  const bytes = paths.length * preprocessing.size ** 2 * 3;
  if (bytes <= memoryLimit) return loadPackedImages(paths, preprocessing, options);
  const failures: ImageFailure[] = [];
  for (const [index, path] of paths.entries()) {
    throwIfCancelled(signal, 'Looking for images');
    const error = await missing(path);
    if (error) failures.push({ index, path, error });
    onProgress?.(index + 1, paths.length);
  }
  return { ...fileImages(paths, preprocessing), failures };
}

async function missing(path: string): Promise<MlError | undefined> {
  const facts = await stat(path).catch(() => null);
  if (!facts?.isFile()) {
    return new MlError('IMAGE_MISSING', `There is no image file at ${path}.`, { path });
  }
  return facts.size === 0
    ? new MlError('IMAGE_EMPTY', `${path} has no bytes.`, { path })
    : undefined;
}
