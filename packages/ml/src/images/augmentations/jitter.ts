import { type Augmentation, between } from './augmentation.ts';

const MAX_CHANGE = 0.25;
/** Of the way round the colour circle: a red stays a red. */
const MAX_HUE = 0.02;

/**
 * Brightness, contrast and saturation each changed by up to a quarter, and the hue turned a little
 * (in the YIQ plane, where a turn of hue is a turn of the vector).
 */
export const jitter: Augmentation = {
  name: 'jitter',
  description: 'Brightness, contrast, saturation and, barely, hue',
  apply(from, to, _size, random) {
    const change = () => between(random, 1 - MAX_CHANGE, 1 + MAX_CHANGE);
    const [brightness, contrast, saturation] = [change(), change(), change()];
    const turn = between(random, -MAX_HUE, MAX_HUE) * 2 * Math.PI;
    const cos = Math.cos(turn) * saturation;
    const sin = Math.sin(turn) * saturation;
    const middle = meanLuma(from) * brightness;
    for (let at = 0; at < from.length; at += 3) {
      const r = (from[at] as number) * brightness;
      const g = (from[at + 1] as number) * brightness;
      const b = (from[at + 2] as number) * brightness;
      const luma = 0.299 * r + 0.587 * g + 0.114 * b;
      const i = 0.5959 * r - 0.2746 * g - 0.3213 * b;
      const q = 0.2115 * r - 0.5227 * g + 0.3112 * b;
      const y = middle + (luma - middle) * contrast;
      const turnedI = cos * i - sin * q;
      const turnedQ = sin * i + cos * q;
      to[at] = unit(y + 0.956 * turnedI + 0.619 * turnedQ);
      to[at + 1] = unit(y - 0.272 * turnedI - 0.647 * turnedQ);
      to[at + 2] = unit(y - 1.106 * turnedI + 1.703 * turnedQ);
    }
  },
};

function meanLuma(pixels: Float32Array): number {
  let sum = 0;
  for (let at = 0; at < pixels.length; at += 3) {
    sum +=
      0.299 * (pixels[at] as number) +
      0.587 * (pixels[at + 1] as number) +
      0.114 * (pixels[at + 2] as number);
  }
  return (3 * sum) / pixels.length;
}

function unit(value: number): number {
  return Math.max(0, Math.min(1, value));
}
