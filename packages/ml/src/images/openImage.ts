import { readFile } from 'node:fs/promises';
import sharp, { type Sharp } from 'sharp';
import { MlError } from '../errors.ts';

/** 100 megapixels: any camera's photo passes, a decompression bomb does not. */
export const MAX_IMAGE_PIXELS = 100_000_000;
/** Larger files are refused before they are read by the decoder. */
export const MAX_IMAGE_BYTES = 64 * 1024 * 1024;

/** SVG and PDF are left out on purpose: they are programs, not photos. */
const FORMATS = new Set(['jpeg', 'png', 'webp', 'gif', 'tiff', 'avif', 'heif', 'ppm', 'bmp']);

export interface OpenedImage {
  image: Sharp;
  format: string;
  /** Size after the EXIF orientation is applied. */
  width: number;
  height: number;
}

/**
 * Reads and identifies an image without decoding its pixels. Throws `IMAGE_MISSING`, `IMAGE_EMPTY`,
 * `IMAGE_UNSUPPORTED`, `IMAGE_TOO_LARGE` or `IMAGE_CORRUPT`.
 */
export async function openImage(source: string | Uint8Array): Promise<OpenedImage> {
  const name = nameOf(source);
  const bytes = typeof source === 'string' ? await readImageFile(source) : source;
  if (bytes.length === 0) throw new MlError('IMAGE_EMPTY', `${name} has no bytes.`, { path: name });
  if (bytes.length > MAX_IMAGE_BYTES) {
    throw new MlError(
      'IMAGE_TOO_LARGE',
      `${name} is ${Math.round(bytes.length / 1e6)} MB; the limit is ${MAX_IMAGE_BYTES / 1048576} MiB.`,
      { path: name, bytes: bytes.length },
    );
  }
  // 'error' refuses truncated data but lets harmless oddities pass that real feeds are full of.
  const image = sharp(bytes, { failOn: 'error', limitInputPixels: MAX_IMAGE_PIXELS });
  const metadata = await image.metadata().catch((error: unknown) => {
    throw imageError(error, name);
  });
  if (!FORMATS.has(metadata.format)) {
    throw new MlError('IMAGE_UNSUPPORTED', `${name} is ${metadata.format}, not a photo format.`, {
      path: name,
      format: metadata.format,
    });
  }
  const { width, height } = metadata.autoOrient;
  if (width * height > MAX_IMAGE_PIXELS) throw tooManyPixels(name);
  return { image, format: metadata.format, width, height };
}

/** Turns what the decoder threw into the error that names the image and what is wrong with it. */
export function imageError(error: unknown, name: string): MlError {
  if (error instanceof MlError) return error;
  const reason = error instanceof Error ? error.message : String(error);
  if (/pixel limit/i.test(reason)) return tooManyPixels(name, error);
  if (/unsupported image format/i.test(reason)) {
    return new MlError(
      'IMAGE_UNSUPPORTED',
      `${name} is not an image that can be read (JPEG, PNG, WebP, GIF, TIFF and AVIF can).`,
      { path: name },
      { cause: error },
    );
  }
  return new MlError(
    'IMAGE_CORRUPT',
    `${name} is damaged or cut short: ${reason.split('\n')[0]}`,
    { path: name },
    { cause: error },
  );
}

export function nameOf(source: string | Uint8Array): string {
  return typeof source === 'string' ? source : 'The image';
}

function tooManyPixels(name: string, cause?: unknown): MlError {
  return new MlError(
    'IMAGE_TOO_LARGE',
    `${name} has more than ${MAX_IMAGE_PIXELS / 1e6} megapixels.`,
    { path: name, limit: MAX_IMAGE_PIXELS },
    { cause },
  );
}

async function readImageFile(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    const absent = code === 'ENOENT' || code === 'ENOTDIR' || code === 'EISDIR';
    throw new MlError(
      absent ? 'IMAGE_MISSING' : 'IMAGE_CORRUPT',
      absent ? `There is no image file at ${path}.` : `${path} cannot be read (${code}).`,
      { path, reason: code },
      { cause: error },
    );
  }
}
