import type { Sharp } from 'sharp';

/** Columns compared are 8, so 9 pixels wide. */
const WIDTH = 9;
const HEIGHT = 8;

/**
 * The 64-bit difference hash (Krawetz 2013, "Kind of Like That") as 16 hex digits: of an 9x8 grey
 * version, one bit per pixel says whether it is darker than its right neighbour. Near-duplicates
 * differ in few bits. Making it decodes the whole image, so it also finds a truncated one.
 */
export async function perceptualHash(image: Sharp): Promise<string> {
  const pixels = await image
    .autoOrient()
    .flatten({ background: '#fff' })
    .greyscale()
    .resize(WIDTH, HEIGHT, { fit: 'fill' })
    .raw()
    .toBuffer();
  let bits = 0n;
  for (let y = 0; y < HEIGHT; y++) {
    for (let x = 0; x + 1 < WIDTH; x++) {
      const at = y * WIDTH + x;
      const darker = (pixels[at] as number) < (pixels[at + 1] as number);
      bits = (bits << 1n) | (darker ? 1n : 0n);
    }
  }
  return bits.toString(16).padStart(16, '0');
}
