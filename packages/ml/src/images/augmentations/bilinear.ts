/**
 * Reads an image `[size, size, 3]` at a place between its pixels, edges repeated, and writes the
 * three channels to `to` at `at`. Column x and row y count from 0 at the centre of the first pixel.
 */
export function readBilinear(
  from: Float32Array,
  size: number,
  x: number,
  y: number,
  to: Float32Array,
  at: number,
): void {
  const column = clamp(x, size);
  const row = clamp(y, size);
  const left = Math.min(Math.trunc(column), size - 2);
  const top = Math.min(Math.trunc(row), size - 2);
  const u = column - left;
  const v = row - top;
  const above = (top * size + left) * 3;
  const below = above + size * 3;
  const w00 = (1 - u) * (1 - v);
  const w01 = u * (1 - v);
  const w10 = (1 - u) * v;
  const w11 = u * v;
  for (let channel = 0; channel < 3; channel++) {
    to[at + channel] =
      (from[above + channel] as number) * w00 +
      (from[above + channel + 3] as number) * w01 +
      (from[below + channel] as number) * w10 +
      (from[below + channel + 3] as number) * w11;
  }
}

function clamp(value: number, size: number): number {
  return Math.max(0, Math.min(size - 1, value));
}
