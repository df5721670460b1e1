import { createHash } from 'node:crypto';
import { access, readdir, readFile, rm, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import type { Env } from '../env.ts';
import { AppError } from '../errors.ts';
import { removeIfOlder, writeAtomically } from './atomic.ts';
import { type ServableImage, servableImage } from './servable.ts';
import { createThumbnailer, THUMBNAIL_SIZES, type ThumbnailSize } from './thumbnails.ts';

export interface StoredBlob {
  /** Lower-case hex; the name of the blob from now on. */
  readonly sha256: string;
  readonly path: string;
  readonly bytes: number;
  /** True when the same bytes were there before: nothing was written. */
  readonly existed: boolean;
}

/** A file among the images. */
export interface ImageFile {
  readonly path: string;
  /** Undefined for a file that was never written to its end. */
  readonly sha256: string | undefined;
}

/**
 * Images by content, and the folders for models, runs, uploads and feeds: all of it on one disk,
 * which every process of this data directory sees. Images are written and removed only here.
 */
export interface Storage {
  put(bytes: Uint8Array): Promise<StoredBlob>;
  has(sha256: string): Promise<boolean>;
  /** @throws AppError NOT_FOUND */
  read(sha256: string): Promise<Buffer>;
  /** Where the image lies, whether or not it does. */
  pathOf(sha256: string): string;
  /** What may be shown of the image, see servableImage. @throws AppError NOT_FOUND */
  servable(sha256: string): Promise<ServableImage>;
  /** Path of a WebP whose longest side is at most `size`; made at the first call. */
  thumbnail(sha256: string, size: ThumbnailSize): Promise<string>;
  /** Every file among the images, some hundred at a time; also what a crash left half written. */
  imageFiles(): AsyncGenerator<ImageFile[]>;
  /**
   * Removes the image and its thumbnails unless it was put since `before`: it may be about to be
   * used again.
   * @returns whether it was removed
   */
  removeIfOlder(sha256: string, before: Date): Promise<boolean>;
  readonly modelsDir: string;
  readonly runsDir: string;
  readonly uploadsDir: string;
  /** Unpacked feeds, each for a day. */
  readonly feedsDir: string;
}

/** Storage in folders under env.dataDir; they are made when first written to. */
export function createStorage(env: Pick<Env, 'dataDir'>): Storage {
  const { imagesDir, pathOf, thumbnailPath, plainPath } = imagePaths(env.dataDir);
  const thumbnailer = createThumbnailer(pathOf, thumbnailPath);

  async function removeThumbnails(sha256: string): Promise<void> {
    for (const size of THUMBNAIL_SIZES) await rm(thumbnailPath(sha256, size), { force: true });
    await rm(plainPath(sha256), { force: true });
  }

  return {
    async put(bytes) {
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      const path = pathOf(sha256);
      const existed = await touch(path);
      if (!existed) await writeAtomically(path, bytes);
      return { sha256, path, bytes: bytes.byteLength, existed };
    },
    has: (sha256) => exists(pathOf(sha256)),
    async read(sha256) {
      if (!(await exists(pathOf(sha256)))) throw noSuchImage(sha256);
      return readFile(pathOf(sha256));
    },
    pathOf,
    async servable(sha256) {
      if (!(await exists(pathOf(sha256)))) throw noSuchImage(sha256);
      return servableImage(pathOf(sha256), plainPath(sha256));
    },
    async thumbnail(sha256, size) {
      if (!(await exists(pathOf(sha256)))) throw noSuchImage(sha256);
      return thumbnailer(sha256, size);
    },
    async removeIfOlder(sha256, before) {
      const removed = await removeIfOlder(pathOf(sha256), before);
      if (removed) await removeThumbnails(sha256);
      return removed;
    },
    imageFiles: () => filesOf(imagesDir),
    modelsDir: join(env.dataDir, 'models'),
    runsDir: join(env.dataDir, 'runs'),
    uploadsDir: join(env.dataDir, 'uploads'),
    feedsDir: join(env.dataDir, 'feeds'),
  };
}

/** Where an image and what is made of it lie; folders by the first two digits stay small. */
function imagePaths(dataDir: string) {
  const imagesDir = join(dataDir, 'images');
  const madeDir = join(dataDir, 'thumbnails');
  const within = (directory: string, sha256: string, ending = '') =>
    join(directory, sha256.slice(0, 2), checkSha256(sha256) + ending);
  return {
    imagesDir,
    pathOf: (sha256: string) => within(imagesDir, sha256),
    thumbnailPath: (sha256: string, size: ThumbnailSize) =>
      within(join(madeDir, String(size)), sha256, '.webp'),
    plainPath: (sha256: string) => within(join(madeDir, 'plain'), sha256, '.jpg'),
  };
}

const SHA256 = /^[0-9a-f]{64}$/;

async function* filesOf(imagesDir: string): AsyncGenerator<ImageFile[]> {
  for (const prefix of await namesIn(imagesDir)) {
    const names = await namesIn(join(imagesDir, prefix));
    yield names.map((name) => ({
      path: join(imagesDir, prefix, name),
      sha256: SHA256.test(name) ? name : undefined,
    }));
  }
}

async function namesIn(directory: string): Promise<string[]> {
  return readdir(directory).catch(() => []); // made when first written to
}

/** The address becomes a path, so nothing but a hash may pass. */
export function checkSha256(sha256: string): string {
  if (!SHA256.test(sha256)) throw noSuchImage(sha256.slice(0, 80));
  return sha256;
}

function noSuchImage(sha256: string): AppError {
  return new AppError('NOT_FOUND', `There is no stored image ${sha256}.`, { sha256 });
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

/** Makes a file young, so that no clean-up takes it for left over. False when it is not there. */
async function touch(path: string): Promise<boolean> {
  const now = new Date();
  return utimes(path, now, now).then(
    () => true,
    () => false,
  );
}
