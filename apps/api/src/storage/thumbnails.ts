import { access } from 'node:fs/promises';
import { MAX_IMAGE_PIXELS } from '@semblance/ml/images/openImage';
import sharp from 'sharp';
import { badInput } from '../errors.ts';
import { writeAtomically } from './atomic.ts';

/** Longest sides in pixels. Few, so that caches fill and nobody can ask for thousands of files. */
export const THUMBNAIL_SIZES = [96, 192, 384, 768] as const;
export type ThumbnailSize = (typeof THUMBNAIL_SIZES)[number];

/** @throws AppError BAD_INPUT naming the sizes there are */
export function checkThumbnailSize(size: number): ThumbnailSize {
  const known = THUMBNAIL_SIZES.find((each) => each === size);
  if (known === undefined) {
    throw badInput('size', `size must be one of ${THUMBNAIL_SIZES.join(', ')}.`, { value: size });
  }
  return known;
}

/**
 * Makes thumbnails when they are first asked for: most images of a large catalog are never looked
 * at, and one takes a few milliseconds. Calls for the same one at the same time share the work.
 */
export function createThumbnailer(
  sourceOf: (sha256: string) => string,
  targetOf: (sha256: string, size: ThumbnailSize) => string,
): (sha256: string, size: ThumbnailSize) => Promise<string> {
  const underway = new Map<string, Promise<string>>();

  async function make(sha256: string, size: ThumbnailSize): Promise<string> {
    const path = targetOf(sha256, size);
    const found = await access(path).then(
      () => true,
      () => false,
    );
    if (found) return path;
    const bytes = await sharp(sourceOf(sha256), { limitInputPixels: MAX_IMAGE_PIXELS })
      .autoOrient()
      .flatten({ background: '#fff' })
      .resize(size, size, { fit: 'inside', withoutEnlargement: true })
      .webp({ quality: 82 })
      .toBuffer();
    await writeAtomically(path, bytes);
    return path;
  }

  return (sha256, size) => {
    const key = `${sha256}/${size}`;
    const known = underway.get(key);
    if (known) return known;
    const made = make(sha256, size).finally(() => underway.delete(key));
    underway.set(key, made);
    return made;
  };
}
