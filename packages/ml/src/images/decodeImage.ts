import { MlError } from '../errors.ts';
import { imageError, nameOf, openImage } from './openImage.ts';
import type { Preprocessing } from './preprocessing.ts';

/**
 * Decodes a file path or bytes to RGB bytes in rows (`[size, size, 3]`, length size * size * 3):
 * EXIF orientation applied, first frame of an animation, CMYK and grey converted to sRGB,
 * transparency flattened on `background`. The one decoder of training and serving.
 * Throws the IMAGE_* errors of `openImage`; truncated data is refused, never half grey.
 */
export async function decodeImage(
  source: string | Uint8Array,
  preprocessing: Preprocessing,
): Promise<Uint8Array> {
  const { size, fit, background } = requirePreprocessing(preprocessing);
  const { image } = await openImage(source);
  const [r, g, b] = background;
  try {
    const pixels = await image
      .autoOrient()
      .flatten({ background: { r, g, b } })
      .resize(size, size, { fit, background: { r, g, b }, kernel: 'lanczos3' })
      .toColourspace('srgb')
      .removeAlpha()
      .raw({ depth: 'uchar' })
      .toBuffer();
    return new Uint8Array(pixels.buffer, pixels.byteOffset, pixels.byteLength);
  } catch (error) {
    throw imageError(error, nameOf(source));
  }
}

/**
 * Format and size (orientation applied) of an image, after decoding all of it, so that a truncated
 * file is found here. Throws the IMAGE_* errors of `openImage`.
 */
export async function inspectImage(
  source: string | Uint8Array,
): Promise<{ format: string; width: number; height: number }> {
  const { image, format, width, height } = await openImage(source);
  try {
    // Every row must be read to make this small image, yet memory stays flat.
    await image.resize(8, 8, { fit: 'fill' }).raw().toBuffer();
  } catch (error) {
    throw imageError(error, nameOf(source));
  }
  return { format, width, height };
}

function requirePreprocessing(preprocessing: Preprocessing): Preprocessing {
  const { size, background } = preprocessing;
  if (!Number.isInteger(size) || size < 1 || size > 4096) {
    throw new MlError('CONFIG_INVALID', `preprocessing.size must be 1 to 4096, not ${size}.`, {
      field: 'preprocessing.size',
    });
  }
  if (background.some((value) => !(value >= 0 && value <= 255))) {
    throw new MlError('CONFIG_INVALID', 'preprocessing.background must be three of 0 to 255.', {
      field: 'preprocessing.background',
    });
  }
  return preprocessing;
}
