import type { Sharp } from 'sharp';

/** What a picture looks like, in a form that is quickly compared. */
export interface Signature {
  /** 256 bits as 64 hex digits: the signs of the lowest frequencies of the grey picture. */
  readonly perceptualHash: string;
  /** The picture in 16 x 16 pixels, RGB in rows: 768 bytes. */
  readonly miniature: Uint8Array;
}

/** Pixels on a side that both are made of. */
const SIZE = 32;
/** Frequencies in each direction, and pixels on a side of the miniature. */
const KEPT = 16;
/** Weights of red, green and blue in what the eye takes for brightness (ITU-R BT.601). */
const LUMA = [0.299, 0.587, 0.114] as const;

const COSINES = Array.from({ length: KEPT }, (_, frequency) =>
  Float64Array.from({ length: SIZE }, (_, at) =>
    Math.cos((Math.PI * (at + 0.5) * frequency) / SIZE),
  ),
);

/**
 * Makes the signature of an image as it is seen: upright, on white, in sRGB. That decodes the whole
 * image, so it also finds a truncated one.
 *
 * The hash is the perceptual hash of Zauner (2010, "Implementation and Benchmarking of Perceptual
 * Image Hash Functions") with 16 x 16 coefficients instead of 8 x 8: of studio pictures on white,
 * thousands of different ones agree in nearly all of 64 bits. The miniature has the colours, which
 * the hash does not see.
 */
export async function signatureOf(image: Sharp): Promise<Signature> {
  const pixels = await image
    .autoOrient()
    .flatten({ background: '#fff' })
    .toColourspace('srgb')
    .removeAlpha()
    .resize(SIZE, SIZE, { fit: 'fill' })
    .raw({ depth: 'uchar' })
    .toBuffer();
  return { perceptualHash: hashOf(greyOf(pixels)), miniature: halved(pixels) };
}

function greyOf(pixels: Uint8Array): Float64Array {
  return Float64Array.from({ length: SIZE * SIZE }, (_, at) =>
    LUMA.reduce((sum, weight, channel) => sum + weight * (pixels[3 * at + channel] as number), 0),
  );
}

/** Means of 2 x 2 pixels. */
function halved(pixels: Uint8Array): Uint8Array {
  const half = new Uint8Array(KEPT * KEPT * 3);
  for (let y = 0; y < KEPT; y++) {
    for (let x = 0; x < KEPT; x++) {
      for (let channel = 0; channel < 3; channel++) {
        const at = (2 * y * SIZE + 2 * x) * 3 + channel;
        const corners = [at, at + 3, at + SIZE * 3, at + SIZE * 3 + 3];
        const sum = corners.reduce((total, corner) => total + (pixels[corner] as number), 0);
        half[(y * KEPT + x) * 3 + channel] = Math.round(sum / 4);
      }
    }
  }
  return half;
}

/** One bit for each frequency: whether its share is above the median; the mean does not count. */
function hashOf(grey: Float64Array): string {
  const shares = lowFrequencies(grey);
  const sorted = shares.slice(1).sort();
  const median = sorted[(sorted.length - 1) / 2] as number;
  let hash = '';
  for (let at = 0; at < shares.length; at += 4) {
    let digit = 0;
    for (const share of shares.subarray(at, at + 4)) digit = digit * 2 + (share > median ? 1 : 0);
    hash += digit.toString(16);
  }
  return hash;
}

/** The KEPT x KEPT lowest coefficients of the discrete cosine transform (DCT-II), not scaled. */
function lowFrequencies(grey: Float64Array): Float64Array {
  const rows = new Float64Array(SIZE * KEPT);
  for (let y = 0; y < SIZE; y++) {
    for (let u = 0; u < KEPT; u++) {
      let sum = 0;
      const wave = COSINES[u] as Float64Array;
      for (let x = 0; x < SIZE; x++) sum += (grey[y * SIZE + x] as number) * (wave[x] as number);
      rows[y * KEPT + u] = sum;
    }
  }
  const shares = new Float64Array(KEPT * KEPT);
  for (let v = 0; v < KEPT; v++) {
    for (let u = 0; u < KEPT; u++) {
      let sum = 0;
      const wave = COSINES[v] as Float64Array;
      for (let y = 0; y < SIZE; y++) sum += (rows[y * KEPT + u] as number) * (wave[y] as number);
      shares[v * KEPT + u] = sum;
    }
  }
  return shares;
}

/** Least mean distance from white that a difference is measured by: of a nearly empty picture. */
const LEAST_INK = 8;

/**
 * How different two miniatures are: the mean difference of their values, in relation to how much
 * there is on the white of them. 0 for the same picture; about 0.02 after packing it again.
 */
export function pictureDifference(a: Uint8Array, b: Uint8Array): number {
  let difference = 0;
  let ink = 0;
  for (let at = 0; at < a.length; at++) {
    const [left, right] = [a[at] as number, b[at] as number];
    difference += Math.abs(left - right);
    ink += 255 - (left + right) / 2;
  }
  return difference / Math.max(LEAST_INK * a.length, ink);
}
