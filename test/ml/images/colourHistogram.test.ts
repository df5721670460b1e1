import { expect, test } from 'vitest';
import { colourHistogram } from '../../../packages/ml/src/images/colourHistogram.ts';

const paint = (...colours: [number, number, number, number][]) =>
  Uint8Array.from(colours.flatMap(([times, ...rgb]) => Array(times).fill(rgb).flat()));
const dot = (a: Float32Array, b: Float32Array) =>
  a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);
const norm = (a: Float32Array) => Math.sqrt(dot(a, a));

test('stores the square root of each colour share, at unit norm', () => {
  const histogram = colourHistogram(paint([9, 200, 0, 0], [16, 0, 0, 200]));
  expect(norm(histogram)).toBeCloseTo(1, 6);
  expect([...histogram].filter((value) => value > 0).map((value) => value ** 2)).toEqual([
    expect.closeTo(9 / 25, 6),
    expect.closeTo(16 / 25, 6),
  ]);
});

test('does not count a studio background', () => {
  const onWhite = colourHistogram(paint([10, 200, 0, 0], [990, 253, 253, 252]));
  expect(dot(onWhite, colourHistogram(paint([10, 200, 0, 0])))).toBeCloseTo(1, 6);
});

test('still tells something of a picture that is white all over', () => {
  expect(norm(colourHistogram(paint([30, 255, 255, 255])))).toBeCloseTo(1, 6);
});

test('finds unlike colours unlike', () => {
  const red = colourHistogram(paint([5, 220, 20, 20]));
  const green = colourHistogram(paint([5, 20, 220, 20]));
  expect(dot(red, green)).toBe(0);
});

test('refuses bytes that are not RGB pixels', () => {
  expect(() => colourHistogram(new Uint8Array(4))).toThrowError(
    expect.objectContaining({ code: 'DIMENSION_MISMATCH' }),
  );
});
