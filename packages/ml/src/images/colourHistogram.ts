import { MlError } from '../errors.ts';

export interface HistogramBins {
  hue: number;
  saturation: number;
  value: number;
}

const DEFAULT_BINS: HistogramBins = { hue: 12, saturation: 4, value: 4 };

/**
 * The colour-only baseline that a trained model has to beat: an HSV histogram of RGB bytes
 * (`[pixels, 3]`), length hue * saturation * value (192 by default), unit L2 norm, index
 * `(hue * saturation bins + saturation) * value bins + value`.
 *
 * Near-white pixels (value > 0.92, saturation < 0.08) are taken for a studio background and left
 * out, unless nothing else is there. The square root of each share is stored, so that the inner
 * product of two histograms is their Bhattacharyya coefficient: a fairer opponent than raw counts,
 * which one large flat area would rule. Throws `DIMENSION_MISMATCH` for a length not divisible by 3.
 */
export function colourHistogram(
  pixels: Uint8Array,
  bins: HistogramBins = DEFAULT_BINS,
): Float32Array {
  if (pixels.length === 0 || pixels.length % 3 !== 0) {
    throw new MlError('DIMENSION_MISMATCH', `${pixels.length} bytes are not RGB pixels.`, {
      length: pixels.length,
    });
  }
  const counts = new Float32Array(bins.hue * bins.saturation * bins.value);
  if (countPixels(pixels, bins, counts, true) === 0) countPixels(pixels, bins, counts, false);
  let total = 0;
  for (const count of counts) total += count;
  return counts.map((count) => Math.sqrt(count / total));
}

function countPixels(
  pixels: Uint8Array,
  bins: HistogramBins,
  counts: Float32Array,
  skipBackground: boolean,
): number {
  let counted = 0;
  for (let at = 0; at < pixels.length; at += 3) {
    const r = (pixels[at] as number) / 255;
    const g = (pixels[at + 1] as number) / 255;
    const b = (pixels[at + 2] as number) / 255;
    const value = Math.max(r, g, b);
    const chroma = value - Math.min(r, g, b);
    const saturation = value === 0 ? 0 : chroma / value;
    if (skipBackground && value > 0.92 && saturation < 0.08) continue;
    const h = binOf(hueOf(r, g, b, value, chroma), bins.hue);
    const s = binOf(saturation, bins.saturation);
    const index = (h * bins.saturation + s) * bins.value + binOf(value, bins.value);
    counts[index] = (counts[index] as number) + 1;
    counted++;
  }
  return counted;
}

/** Hue in [0, 1); 0 for grey. */
function hueOf(r: number, g: number, b: number, value: number, chroma: number): number {
  if (chroma === 0) return 0;
  if (value === r) return (((g - b) / chroma + 6) % 6) / 6;
  if (value === g) return ((b - r) / chroma + 2) / 6;
  return ((r - g) / chroma + 4) / 6;
}

function binOf(unit: number, bins: number): number {
  return Math.min(bins - 1, Math.floor(unit * bins));
}
