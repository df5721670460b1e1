import { readFile, stat } from 'node:fs/promises';
import { extname, isAbsolute, join, normalize, sep } from 'node:path';
import { AppError } from '../../errors.ts';
import { readDataUri } from './dataUri.ts';
import { type FeedImage, formOf, type ImageIssue, sourceName } from './feedImage.ts';
import { isDue, type RemoteImages } from './remoteImages.ts';

/** An image of a row that is there, or may be, and how to come to its bytes. */
export interface FoundImage extends FeedImage {
  /** Changes when a file does; empty for what the row itself tells all of. */
  readonly stamp: string;
  /** It must be looked at even if the row has not changed. */
  readonly due: boolean;
  /**
   * Its bytes.
   * @throws AppError or MlError for what is wrong with them
   */
  readonly read: () => Promise<Buffer>;
}

/** An image of a row that is not there. */
export interface MissingImage extends ImageIssue, FeedImage {}

export interface ImageSources {
  /** Folder of the import; null: names of files can not be looked up. */
  readonly directory: string | null;
  readonly remote: RemoteImages;
}

const EXTENSIONS = ['.jpg', '.jpeg', '.png', '.webp', '.JPG'];

/**
 * Finds the images of a row. A file name without extension stands for the first file with a usual
 * one. Names that lead out of the folder are refused.
 */
export async function findImages(
  { directory, remote }: ImageSources,
  wanted: readonly FeedImage[],
): Promise<(FoundImage | MissingImage)[]> {
  const found: (FoundImage | MissingImage)[] = [];
  for (const image of wanted) {
    const form = formOf(image.name);
    if (form === 'ADDRESS') found.push(addressed(image, remote));
    else if (form === 'DATA') found.push(inline(image));
    else if (directory === null) found.push(noFolder(image));
    else found.push(await findFile(directory, image));
  }
  return found;
}

function noFolder({ name, kind }: FeedImage): MissingImage {
  const message = `${name} can not be looked up: no folder of images is known.`;
  return { name, kind, code: 'IMAGE_NO_FOLDER', message };
}

function addressed({ name, kind }: FeedImage, remote: RemoteImages): FoundImage {
  return {
    ...{ name, kind, stamp: '' },
    due: isDue(remote.known.get(name), remote.now),
    read: () => remote.read(name),
  };
}

function inline({ name, kind }: FeedImage): FoundImage {
  return {
    ...{ name: sourceName(name), kind, stamp: '', due: false },
    read: async () => readDataUri(name),
  };
}

async function findFile(
  directory: string,
  { name, kind }: FeedImage,
): Promise<FoundImage | MissingImage> {
  const path = normalize(name);
  if (isAbsolute(path) || path === '..' || path.startsWith(`..${sep}`)) {
    const message = `${name} leads out of the image folder.`;
    return { name, kind, code: 'IMAGE_PATH_OUTSIDE', message };
  }
  const names = extname(path) === '' ? EXTENSIONS.map((extension) => path + extension) : [path];
  for (const each of names) {
    const file = join(directory, each);
    const info = await stat(file).catch(() => undefined); // not there: the next name
    if (!info?.isFile()) continue;
    const stamp = `${each} ${info.size} ${info.mtimeMs}`;
    return { name: each, kind, stamp, due: false, read: () => readImageFile(file, each) };
  }
  const message = `There is no image ${name} in the image folder.`;
  return { name, kind, code: 'IMAGE_MISSING', message };
}

/** Removed or closed since it was found: an issue of the row, never the end of the import. */
function readImageFile(path: string, name: string): Promise<Buffer> {
  return readFile(path).catch((error: NodeJS.ErrnoException) => {
    const gone = error.code === 'ENOENT';
    const message = gone
      ? `${name} is no longer there.`
      : `${name} cannot be read (${error.code}).`;
    throw new AppError(gone ? 'IMAGE_MISSING' : 'IMAGE_CORRUPT', message, {}, { cause: error });
  });
}
