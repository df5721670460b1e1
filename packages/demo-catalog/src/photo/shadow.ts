/** A soft shadow mask, a quarter of the picture's width; values 0 to 255. */
export interface Shadow {
  readonly width: number;
  readonly mask: Float32Array;
}

const SHRINK = 4;

/** Blurs the alpha of square RGBA pixels; much cheaper than an SVG filter at full size. */
export function softShadow(rgba: Uint8Array, size: number): Shadow {
  const width = size / SHRINK;
  const mask = new Float32Array(width * width);
  for (let y = 0; y < width; y++) {
    for (let x = 0; x < width; x++) {
      const at = ((y * SHRINK + 1) * size + x * SHRINK + 1) * 4 + 3;
      mask[y * width + x] = ((rgba[at] ?? 0) + (rgba[at + 4 + size * 4] ?? 0)) / 2;
    }
  }
  const other = new Float32Array(mask.length);
  for (let pass = 0; pass < 2; pass++) {
    blurLines(mask, other, width, 1, width);
    blurLines(other, mask, width, width, 1);
  }
  return { width, mask };
}

/** A box of five along one direction. */
function blurLines(from: Float32Array, to: Float32Array, width: number, step: number, row: number) {
  for (let line = 0; line < width; line++) {
    for (let i = 0; i < width; i++) {
      let sum = 0;
      for (let k = -2; k <= 2; k++) {
        const j = Math.min(width - 1, Math.max(0, i + k));
        sum += from[line * row + j * step] ?? 0;
      }
      to[line * row + i * step] = sum / 5;
    }
  }
}

/** How much of the light is left at a place of the picture, 1 where no shadow falls. */
export function lightAt({ width, mask }: Shadow, x: number, y: number, depth: number): number {
  const u = x / SHRINK - 0.5;
  const v = y / SHRINK - 0.5;
  if (u < 0 || v < 0 || u >= width - 1 || v >= width - 1) return 1;
  const i = u | 0;
  const j = v | 0;
  const at = j * width + i;
  const fx = u - i;
  const fy = v - j;
  const top = (mask[at] ?? 0) * (1 - fx) + (mask[at + 1] ?? 0) * fx;
  const low = (mask[at + width] ?? 0) * (1 - fx) + (mask[at + width + 1] ?? 0) * fx;
  return 1 - (depth / 255) * (top * (1 - fy) + low * fy);
}
