import { type Augmentation, between } from './augmentation.ts';

const MAX_AREA = 0.2;
const MIN_AREA = 0.02;
const MAX_RATIO = 3.3;

/** Random erasing (Zhong et al. 2020): half of the time a rectangle becomes noise. */
export const erase: Augmentation = {
  name: 'erase',
  description: 'A rectangle of up to a fifth of the image becomes noise, half of the time',
  apply(from, to, size, random) {
    to.set(from);
    if (random() < 0.5) return;
    const area = between(random, MIN_AREA, MAX_AREA) * size * size;
    const ratio = Math.exp(between(random, -Math.log(MAX_RATIO), Math.log(MAX_RATIO)));
    const width = Math.max(1, Math.min(size, Math.round(Math.sqrt(area * ratio))));
    const height = Math.max(1, Math.min(size, Math.round(Math.sqrt(area / ratio))));
    const left = Math.floor(random() * (size - width + 1));
    const top = Math.floor(random() * (size - height + 1));
    for (let row = top; row < top + height; row++) {
      const start = (row * size + left) * 3;
      for (let at = start; at < start + width * 3; at++) to[at] = random();
    }
  },
};
