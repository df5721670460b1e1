import type { Random } from '../../random.ts';
import { type Augmentation, between } from './augmentation.ts';
import { readBilinear } from './bilinear.ts';
import { type CutOut, cutOut } from './cutOut.ts';
import { drawScene } from './scene.ts';

const SHARE = 0.5;
const MAX_ROTATION = (8 * Math.PI) / 180;
/** The smallest part of the product's longer side that stays in view: no head, no shoes. */
const MIN_VIEW = 0.6;
/** What that part covers of the image. */
const MIN_FILL = 0.65;
const MAX_FILL = 1.1;
/** White bars at the sides, as a tall photo has in a square. */
const BAR = [0.1, 0.22] as const;

/**
 * Half of the time, a product on a plain backdrop is cut out and laid somewhere else: on a made-up
 * surface, nearer or farther, partly out of view, with a shadow, in light from one side and of
 * another colour. So a model that only ever sees studio photos learns to leave the background out,
 * and answers photos taken at home better. Images without a plain backdrop stay as they are.
 */
export const background: Augmentation = {
  name: 'background',
  description: 'Products on a plain backdrop are laid on made-up surfaces, half of the time',
  apply(from, to, size, random) {
    const product = random() < SHARE ? cutOut(from, size) : undefined;
    if (!product) {
      to.set(from);
      return;
    }
    drawScene(to, size, random);
    lay(from, product, to, size, random);
    light(to, size, random);
    frame(to, size, random);
  },
};

/** Draws the product over the scene in `to`. */
function lay(
  from: Float32Array,
  { alpha, left, top, width, height }: CutOut,
  to: Float32Array,
  size: number,
  random: Random,
): void {
  const side = Math.max(width, height);
  const view = between(random, MIN_VIEW, 1);
  const scale = (side * view) / (size * between(random, MIN_FILL, MAX_FILL));
  const room = side * (1 - view);
  const centreX = left + (width - 1) / 2 + between(random, -0.5, 0.5) * Math.min(room, width / 4);
  const centreY = top + (height - 1) / 2 + between(random, -0.5, 0.5) * Math.min(room, height / 2);
  const angle = between(random, -MAX_ROTATION, MAX_ROTATION);
  const [cos, sin] = [Math.cos(angle) * scale, Math.sin(angle) * scale];
  const gamma = Math.exp(between(random, -0.25, 0.25));
  const shadow = between(random, 0, 0.5);
  const [shadowX, shadowY] = [between(random, -0.05, 0.05) * size, random() * 0.06 * size];
  const middle = (size - 1) / 2;
  const pixel = new Float32Array(3);
  for (let row = 0, at = 0; row < size; row++) {
    for (let column = 0; column < size; column++, at += 3) {
      const x = centreX + cos * (column - middle) - sin * (row - middle);
      const y = centreY + sin * (column - middle) + cos * (row - middle);
      const covered = alphaAt(alpha, size, x, y);
      if (covered < 1) {
        const dark = 1 - shadow * alphaAt(alpha, size, x - shadowX * scale, y - shadowY * scale);
        for (let c = 0; c < 3; c++) to[at + c] = (to[at + c] as number) * dark;
      }
      if (covered === 0) continue;
      readBilinear(from, size, x, y, pixel, 0);
      for (let c = 0; c < 3; c++) {
        const own = (pixel[c] as number) ** gamma;
        to[at + c] = (to[at + c] as number) * (1 - covered) + own * covered;
      }
    }
  }
}

/** Bilinear; nothing beyond the edges. */
function alphaAt(alpha: Float32Array, size: number, x: number, y: number): number {
  const last = size - 1;
  if (x < -0.5 || y < -0.5 || x > last + 0.5 || y > last + 0.5) return 0;
  const left = Math.max(0, Math.min(last - 1, Math.floor(x)));
  const top = Math.max(0, Math.min(last - 1, Math.floor(y)));
  const u = Math.max(0, Math.min(1, x - left));
  const v = Math.max(0, Math.min(1, y - top));
  const at = top * size + left;
  const above = (alpha[at] as number) * (1 - u) + (alpha[at + 1] as number) * u;
  const below = (alpha[at + size] as number) * (1 - u) + (alpha[at + size + 1] as number) * u;
  return above * (1 - v) + below * v;
}

/** Stronger on one side than on the other, and not quite white. */
function light(to: Float32Array, size: number, random: Random): void {
  const [slopeX, slopeY] = [between(random, -0.25, 0.25), between(random, -0.25, 0.25)];
  const tints = [0, 1, 2].map(() => between(random, 0.95, 1.05));
  for (let row = 0, at = 0; row < size; row++) {
    for (let column = 0; column < size; column++, at += 3) {
      const strength = 1 + slopeX * ((2 * column) / size - 1) + slopeY * ((2 * row) / size - 1);
      for (let c = 0; c < 3; c++) {
        to[at + c] = Math.min(1, (to[at + c] as number) * strength * (tints[c] as number));
      }
    }
  }
}

function frame(to: Float32Array, size: number, random: Random): void {
  const kind = random();
  const bar = Math.round(size * between(random, ...BAR));
  if (kind > 0.75) return;
  const isTall = kind < 0.6;
  for (let row = 0, at = 0; row < size; row++) {
    for (let column = 0; column < size; column++, at += 3) {
      const place = isTall ? column : row;
      if (place < bar || place >= size - bar) to.fill(1, at, at + 3);
    }
  }
}
