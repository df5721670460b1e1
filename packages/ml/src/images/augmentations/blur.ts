import { type Augmentation, between } from './augmentation.ts';

/** Standard deviation at its largest, as a share of the side. */
const MAX_SIGMA = 0.012;

/** Gaussian blur half of the time: cameras and compression differ. */
export const blur: Augmentation = {
  name: 'blur',
  description: 'Blurred a little, half of the time',
  apply(from, to, size, random) {
    const blurred = random() < 0.5;
    const sigma = between(random, 0.1, Math.max(0.2, MAX_SIGMA * size));
    if (!blurred) {
      to.set(from);
      return;
    }
    const weights = gaussian(sigma);
    const halfway = new Float32Array(from.length);
    blurAlong(from, halfway, weights, size, 3, size * 3);
    blurAlong(halfway, to, weights, size, size * 3, 3);
  },
};

/** Weights of an offset of -radius to radius pixels, which add up to 1. */
function gaussian(sigma: number): Float64Array {
  const radius = Math.ceil(2.5 * sigma);
  const weights = Float64Array.from({ length: 2 * radius + 1 }, (_, i) =>
    Math.exp(-((i - radius) ** 2) / (2 * sigma ** 2)),
  );
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}

/** One pass, along the direction whose neighbours are `stride` apart; edges repeated. */
function blurAlong(
  from: Float32Array,
  to: Float32Array,
  weights: Float64Array,
  size: number,
  stride: number,
  lineStride: number,
): void {
  const radius = (weights.length - 1) / 2;
  for (let line = 0; line < size; line++) {
    for (let place = 0; place < size; place++) {
      for (let channel = 0; channel < 3; channel++) {
        const start = line * lineStride + channel;
        let sum = 0;
        for (let k = -radius; k <= radius; k++) {
          const neighbour = Math.max(0, Math.min(size - 1, place + k));
          sum += (weights[k + radius] as number) * (from[start + neighbour * stride] as number);
        }
        to[start + place * stride] = sum;
      }
    }
  }
}
