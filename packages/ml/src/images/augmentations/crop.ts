import { type Augmentation, between } from './augmentation.ts';
import { readBilinear } from './bilinear.ts';

const MIN_AREA = 0.5;
const MIN_RATIO = 3 / 4;

/** A random part of the image, at full size again (Szegedy et al. 2015, with a larger part). */
export const crop: Augmentation = {
  name: 'crop',
  description: 'A random part of at least half the image, stretched to the whole',
  apply(from, to, size, random) {
    const area = between(random, MIN_AREA, 1);
    const ratio = Math.exp(between(random, Math.log(MIN_RATIO), -Math.log(MIN_RATIO)));
    const width = Math.min(1, Math.sqrt(area * ratio)) * size;
    const height = Math.min(1, Math.sqrt(area / ratio)) * size;
    const left = between(random, 0, size - width);
    const top = between(random, 0, size - height);
    for (let row = 0, at = 0; row < size; row++) {
      const y = top + ((row + 0.5) * height) / size - 0.5;
      for (let column = 0; column < size; column++, at += 3) {
        readBilinear(from, size, left + ((column + 0.5) * width) / size - 0.5, y, to, at);
      }
    }
  },
};
