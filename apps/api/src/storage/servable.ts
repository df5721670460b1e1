import { access, open } from 'node:fs/promises';
import { MAX_IMAGE_PIXELS } from '@semblance/ml/images/openImage';
import sharp, { type Metadata } from 'sharp';
import { writeAtomically } from './atomic.ts';
import { IMAGE_HEAD_BYTES, imageTypeOf } from './imageType.ts';

/** A file that may be shown to anybody, and its media type. */
export interface ServableImage {
  readonly path: string;
  readonly type: string;
}

const SHOWN_BY_BROWSERS = new Set(['jpeg', 'png', 'webp', 'gif', 'avif', 'heif']);

/**
 * The stored bytes themselves, where they show the picture as it is seen and say nothing else;
 * otherwise a JPEG made of them at the first call: upright, in sRGB, on white, without metadata,
 * which in photos holds places and names. See docs/decisions/originals-are-kept.md.
 */
export async function servableImage(original: string, copy: string): Promise<ServableImage> {
  const type = await typeOfFile(original);
  const metadata = await sharp(original, { limitInputPixels: MAX_IMAGE_PIXELS })
    .metadata()
    .catch(() => undefined); // no image: the bytes as they are, which no browser takes for a page
  if (type === undefined || metadata === undefined) return { path: original, type: OPAQUE };
  if (isPlain(metadata) && type !== 'image/heif') return { path: original, type };
  const made = await access(copy).then(
    () => true,
    () => false,
  );
  if (!made) await writeAtomically(copy, await plainCopy(original));
  return { path: copy, type: 'image/jpeg' };
}

const OPAQUE = 'application/octet-stream';

function isPlain(metadata: Metadata): boolean {
  const { exif, xmp, iptc, comments, orientation = 1, space, format } = metadata;
  const says = exif ?? xmp ?? iptc ?? comments;
  return (
    says === undefined && orientation === 1 && space !== 'cmyk' && SHOWN_BY_BROWSERS.has(format)
  );
}

function plainCopy(original: string): Promise<Buffer> {
  return sharp(original, { limitInputPixels: MAX_IMAGE_PIXELS })
    .autoOrient()
    .flatten({ background: '#fff' })
    .jpeg({ quality: 92 })
    .toBuffer();
}

async function typeOfFile(path: string): Promise<string | undefined> {
  const file = await open(path);
  try {
    const { buffer } = await file.read(Buffer.alloc(IMAGE_HEAD_BYTES), 0, IMAGE_HEAD_BYTES, 0);
    return imageTypeOf(buffer);
  } finally {
    await file.close();
  }
}
