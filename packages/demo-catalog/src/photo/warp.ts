import type { Point } from '../draw/artist.ts';
import type { Random } from '../random.ts';
import { lightAt, type Shadow } from './shadow.ts';

/** A homography as nine numbers, row by row. */
type Homography = readonly number[];

export interface Warp {
  /** Where the subject's corners land: upper left, upper right, lower right, lower left. */
  readonly corners: readonly [Point, Point, Point, Point];
  /** Height of the ripples, in pixels of the subject. */
  readonly ripple: number;
  readonly phase: number;
  /** How far the shadow falls to the right and below, in pixels of the subject. */
  readonly shadow: Point;
}

/** What is drawn over a background: square RGBA pixels and the shadow they cast. */
export interface Layer {
  readonly pixels: Uint8Array;
  readonly size: number;
  readonly shadow: Shadow;
}

/**
 * Draws a layer and its shadow over RGB pixels through a perspective, with slight ripples as of
 * hanging cloth. The background is square, width x width, and changed in place.
 */
export function warpOnto(background: Uint8Array, width: number, layer: Layer, warp: Warp): void {
  const { pixels, size, shadow } = layer;
  const h = invert(squareTo(warp.corners, size));
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, i = 0, j = 1] = h;
  const { ripple, phase } = warp;
  const across = wave(size, ripple, 0.021, phase);
  const down = wave(size, ripple * 0.6, 0.026, phase * 2);
  const [sx, sy] = warp.shadow;
  const last = size - 1.001;
  for (let y = 0; y < width; y++) {
    for (let x = 0; x < width; x++) {
      const w = g * x + i * y + j;
      let u = (a * x + b * y + c) / w;
      let v = (d * x + e * y + f) / w;
      if (u < 0 || v < 0 || u > last || v > last) continue;
      u += across[v | 0] ?? 0;
      if (u < 0 || u > last) continue;
      v += down[u | 0] ?? 0;
      if (v < 0 || v > last) continue;
      const at = (y * width + x) * 3;
      const light = lightAt(shadow, u - sx, v - sy, 0.42);
      if (light < 1) for (let k = at; k < at + 3; k++) background[k] = (background[k] ?? 0) * light;
      blend(background, at, pixels, size, u, v);
    }
  }
}

/** A sine for every pixel: looked up, not computed, in the inner loop. */
const wave = (size: number, height: number, rate: number, phase: number) =>
  Float64Array.from({ length: size }, (_, at) => height * Math.sin(at * rate + phase));

function blend(to: Uint8Array, at: number, from: Uint8Array, size: number, u: number, v: number) {
  const x = u | 0;
  const y = v | 0;
  const p = (y * size + x) * 4;
  const q = p + size * 4;
  const fx = u - x;
  const fy = v - y;
  const w0 = (1 - fx) * (1 - fy) * (from[p + 3] ?? 0);
  const w1 = fx * (1 - fy) * (from[p + 7] ?? 0);
  const w2 = (1 - fx) * fy * (from[q + 3] ?? 0);
  const w3 = fx * fy * (from[q + 7] ?? 0);
  const alpha = w0 + w1 + w2 + w3;
  if (alpha < 1) return;
  const rest = 1 - alpha / 255;
  for (let k = 0; k < 3; k++) {
    const sum =
      (from[p + k] ?? 0) * w0 +
      (from[p + 4 + k] ?? 0) * w1 +
      (from[q + k] ?? 0) * w2 +
      (from[q + 4 + k] ?? 0) * w3;
    to[at + k] = sum / 255 + (to[at + k] ?? 0) * rest;
  }
}

/** Grain as of a small sensor, added in place. */
export function addGrain(pixels: Uint8Array, strength: number, random: Random): void {
  let state = random.integer(1, 2 ** 31 - 2);
  for (let i = 0; i < pixels.length; i += 3) {
    state = Math.imul(state, 1664525) + 1013904223;
    const noise = ((state >>> 24) - 128) * (strength / 128);
    for (let k = i; k < i + 3; k++) {
      const value = (pixels[k] ?? 0) + noise;
      pixels[k] = Math.min(255, Math.max(0, value));
    }
  }
}

/** The perspective that takes a square's corners to four points (Heckbert 1989). */
function squareTo([p0, p1, p2, p3]: Warp['corners'], size: number): Homography {
  const dx1 = p1[0] - p2[0];
  const dx2 = p3[0] - p2[0];
  const sx = p0[0] - p1[0] + p2[0] - p3[0];
  const dy1 = p1[1] - p2[1];
  const dy2 = p3[1] - p2[1];
  const sy = p0[1] - p1[1] + p2[1] - p3[1];
  const det = dx1 * dy2 - dx2 * dy1;
  const g = (sx * dy2 - dx2 * sy) / det;
  const h = (dx1 * sy - sx * dy1) / det;
  return [
    (p1[0] - p0[0] + g * p1[0]) / size,
    (p3[0] - p0[0] + h * p3[0]) / size,
    p0[0],
    (p1[1] - p0[1] + g * p1[1]) / size,
    (p3[1] - p0[1] + h * p3[1]) / size,
    p0[1],
    g / size,
    h / size,
    1,
  ];
}

/** The inverse up to scale: the adjugate. */
function invert([a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0, i = 0]: Homography) {
  return [
    e * i - f * h,
    c * h - b * i,
    b * f - c * e,
    f * g - d * i,
    a * i - c * g,
    c * d - a * f,
    d * h - e * g,
    b * g - a * h,
    a * e - b * d,
  ];
}
