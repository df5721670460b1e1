import { readFile, stat } from 'node:fs/promises';
import { extname, isAbsolute, join, normalize, sep } from 'node:path';
import { MlError } from '@semblance/ml/errors';
import { imageError, openImage } from '@semblance/ml/images/openImage';
import type { ImageKind } from '../../../../prisma/client/enums.ts';
import type { Storage } from '../storage/storage.ts';
import { perceptualHash } from './perceptualHash.ts';
import type { IssueCode, ProductDraft } from './readProduct.ts';

/** An image of a row, found on disk. */
export interface FoundImage {
  readonly name: string;
  readonly kind: ImageKind;
  readonly path: string;
  /** Changes when the file does. */
  readonly stamp: string;
}

/** An image of a row, checked and stored. */
export interface TakenImage {
  readonly name: string;
  readonly kind: ImageKind;
  readonly sha256: string;
  readonly format: string;
  readonly width: number;
  readonly height: number;
  readonly bytes: number;
  readonly perceptualHash: string;
}

export interface ImageIssue {
  readonly name: string;
  readonly code: IssueCode;
  readonly message: string;
}

const EXTENSIONS = ['.jpg', '.jpeg', '.png', '.webp', '.JPG'];

/**
 * Finds the images of a row in the import's folder. A name without extension stands for the first
 * file with a usual one. Names that lead out of the folder are refused.
 */
export async function findImages(
  directory: string | null,
  wanted: ProductDraft['images'],
): Promise<{ found: FoundImage[]; issues: ImageIssue[] }> {
  const found: FoundImage[] = [];
  const issues: ImageIssue[] = [];
  for (const { name, kind } of directory === null ? [] : wanted) {
    const refused = refusal(name);
    const file = refused ? undefined : await findFile(directory as string, normalize(name));
    if (file) found.push({ ...file, kind });
    else issues.push({ name, ...(refused ?? missing(name)) });
  }
  return { found, issues };
}

async function findFile(directory: string, name: string) {
  const names = extname(name) === '' ? EXTENSIONS.map((extension) => name + extension) : [name];
  for (const each of names) {
    const path = join(directory, each);
    const info = await stat(path).catch(() => undefined); // not there: the next name
    if (info?.isFile()) return { name: each, path, stamp: `${each} ${info.size} ${info.mtimeMs}` };
  }
  return undefined;
}

function refusal(name: string): Omit<ImageIssue, 'name'> | undefined {
  if (/^[a-z][a-z0-9+.-]+:/i.test(name)) {
    const message = `${name} is an address; only files of the image folder can be imported.`;
    return { code: 'IMAGE_REMOTE', message };
  }
  const path = normalize(name);
  if (isAbsolute(path) || path === '..' || path.startsWith(`..${sep}`)) {
    return { code: 'IMAGE_PATH_OUTSIDE', message: `${name} leads out of the image folder.` };
  }
  return undefined;
}

function missing(name: string): Omit<ImageIssue, 'name'> {
  return { code: 'IMAGE_MISSING', message: `There is no image ${name} in the image folder.` };
}

/**
 * Decodes an image once, for its size, its perceptual hash and to see that it is whole, and stores
 * its bytes by content. A damaged one is an issue; a full disk is not, and throws.
 */
export async function takeImage(
  found: FoundImage,
  storage: Storage,
): Promise<{ taken: TakenImage } | { issue: ImageIssue }> {
  const { name, kind } = found;
  let checked: Awaited<ReturnType<typeof checkImage>>;
  try {
    checked = await checkImage(found.path);
  } catch (error) {
    if (!(error instanceof MlError)) throw error;
    const message = error.message.replaceAll(found.path, name).replaceAll('The image', name);
    return { issue: { name, code: error.code as IssueCode, message } };
  }
  const { content, ...facts } = checked;
  const { sha256, bytes } = await storage.put(content);
  return { taken: { name, kind, sha256, bytes, ...facts } };
}

async function checkImage(path: string) {
  const content = await readFile(path);
  const { image, format, width, height } = await openImage(content);
  try {
    return { content, format, width, height, perceptualHash: await perceptualHash(image) };
  } catch (error) {
    throw imageError(error, path);
  }
}
