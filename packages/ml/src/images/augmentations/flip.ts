import type { Augmentation } from './augmentation.ts';

export const flip: Augmentation = {
  name: 'flip',
  description: 'Mirrored half of the time',
  apply(from, to, size, random) {
    to.set(from);
    if (random() < 0.5) return;
    for (let row = 0; row < size; row++) {
      for (let column = 0; column < size; column++) {
        const source = (row * size + size - 1 - column) * 3;
        to.set(from.subarray(source, source + 3), (row * size + column) * 3);
      }
    }
  },
};
