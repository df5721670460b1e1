import type { Random } from '../random.ts';

/** How far images may be changed: enough that position and light do not matter, but colour does. */
const MAX_ROTATION = (8 * Math.PI) / 180;
const MIN_ZOOM = 0.85;
const MAX_ZOOM = 1.1;
const MAX_SHIFT = 0.06;
const MAX_BRIGHTNESS = 0.1;
const MAX_TINT = 0.03;

/**
 * Writes a changed copy of an image into `target`, scaled to 0..1: flipped half of the time,
 * turned, zoomed and shifted a little (bilinear, edges repeated), with mild changes of brightness
 * and of the balance of its channels. Our own mild version of the published augmentation, which
 * turns by 30 degrees, shears and flips upside down; products in a catalog do not hang so.
 */
export function augmentInto(
  pixels: Uint8Array,
  size: number,
  random: Random,
  target: Float32Array,
  offset: number,
): void {
  const between = (low: number, high: number) => low + (high - low) * random();
  const flip = random() < 0.5 ? -1 : 1;
  const angle = between(-MAX_ROTATION, MAX_ROTATION);
  const zoom = between(MIN_ZOOM, MAX_ZOOM);
  const centre = (size - 1) / 2;
  const shiftX = centre + between(-MAX_SHIFT, MAX_SHIFT) * size;
  const shiftY = centre + between(-MAX_SHIFT, MAX_SHIFT) * size;
  const cos = Math.cos(angle) * zoom;
  const sin = Math.sin(angle) * zoom;
  const light = between(1 - MAX_BRIGHTNESS, 1 + MAX_BRIGHTNESS) / 255;
  const red = light * between(1 - MAX_TINT, 1 + MAX_TINT);
  const green = light * between(1 - MAX_TINT, 1 + MAX_TINT);
  const blue = light * between(1 - MAX_TINT, 1 + MAX_TINT);
  let to = offset;
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++, to += 3) {
      const dx = (column - centre) * flip;
      const dy = row - centre;
      const x = clamp(shiftX + cos * dx - sin * dy, size);
      const y = clamp(shiftY + sin * dx + cos * dy, size);
      const left = Math.min(Math.trunc(x), size - 2);
      const top = Math.min(Math.trunc(y), size - 2);
      const u = x - left;
      const v = y - top;
      const at = (top * size + left) * 3;
      const below = at + size * 3;
      const w00 = (1 - u) * (1 - v);
      const w01 = u * (1 - v);
      const w10 = (1 - u) * v;
      const w11 = u * v;
      target[to] = Math.min(1, red * blend(pixels, at, below, w00, w01, w10, w11));
      target[to + 1] = Math.min(1, green * blend(pixels, at + 1, below + 1, w00, w01, w10, w11));
      target[to + 2] = Math.min(1, blue * blend(pixels, at + 2, below + 2, w00, w01, w10, w11));
    }
  }
}

function blend(
  p: Uint8Array,
  at: number,
  below: number,
  w00: number,
  w01: number,
  w10: number,
  w11: number,
): number {
  return (
    (p[at] as number) * w00 +
    (p[at + 3] as number) * w01 +
    (p[below] as number) * w10 +
    (p[below + 3] as number) * w11
  );
}

function clamp(value: number, size: number): number {
  return Math.max(0, Math.min(size - 1, value));
}

/** Writes an unchanged image into `target`, scaled to 0..1. */
export function scaleInto(pixels: Uint8Array, target: Float32Array, offset: number): void {
  for (let i = 0; i < pixels.length; i++) target[offset + i] = (pixels[i] as number) / 255;
}
