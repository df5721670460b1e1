import { type Augmentation, between } from './augmentation.ts';
import { readBilinear } from './bilinear.ts';

/** How far images may be changed: enough that position and light do not matter, but colour does. */
const MAX_ROTATION = (8 * Math.PI) / 180;
const MIN_ZOOM = 0.85;
const MAX_ZOOM = 1.1;
const MAX_SHIFT = 0.06;
const MAX_BRIGHTNESS = 0.1;
const MAX_TINT = 0.03;

/**
 * Flipped half of the time, turned, zoomed and shifted a little (bilinear, edges repeated), with
 * mild changes of brightness and of the balance of its channels. Our own mild version of the
 * published augmentation, which turns by 30 degrees, shears and flips upside down; products in a
 * catalog do not hang so.
 */
export const mild: Augmentation = {
  name: 'mild',
  description: 'Mirrored, turned, zoomed, shifted and lit a little differently',
  apply(from, to, size, random) {
    const flip = random() < 0.5 ? -1 : 1;
    const angle = between(random, -MAX_ROTATION, MAX_ROTATION);
    const zoom = between(random, MIN_ZOOM, MAX_ZOOM);
    const centre = (size - 1) / 2;
    const shiftX = centre + between(random, -MAX_SHIFT, MAX_SHIFT) * size;
    const shiftY = centre + between(random, -MAX_SHIFT, MAX_SHIFT) * size;
    const cos = Math.cos(angle) * zoom;
    const sin = Math.sin(angle) * zoom;
    const brightness = between(random, 1 - MAX_BRIGHTNESS, 1 + MAX_BRIGHTNESS);
    const tints = [0, 1, 2].map(() => brightness * between(random, 1 - MAX_TINT, 1 + MAX_TINT));
    const [red, green, blue] = tints as [number, number, number];
    for (let row = 0, at = 0; row < size; row++) {
      const dy = row - centre;
      for (let column = 0; column < size; column++, at += 3) {
        const dx = (column - centre) * flip;
        const x = shiftX + cos * dx - sin * dy;
        readBilinear(from, size, x, shiftY + sin * dx + cos * dy, to, at);
        to[at] = Math.min(1, red * (to[at] as number));
        to[at + 1] = Math.min(1, green * (to[at + 1] as number));
        to[at + 2] = Math.min(1, blue * (to[at + 2] as number));
      }
    }
  },
};
