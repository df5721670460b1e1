import { expect, it } from 'vitest';
import { cutOut } from '../../../packages/ml/src/images/augmentations/cutOut.ts';
import { requireAugmentation } from '../../../packages/ml/src/images/augmentations/registry.ts';
import { seededRandom } from '../../../packages/ml/src/random.ts';

const SIZE = 32;

/** A red square from 10 to 21 on white, with a white hole of four pixels in it. */
const product = picture((row, column) => {
  const isHole = row >= 14 && row < 16 && column >= 14 && column < 16;
  return inSquare(row, column) && !isHole ? [0.8, 0.1, 0.1] : [1, 1, 1];
});
/** What a photo taken at home looks like to it: no colour covers the edge. */
const snapshot = picture((row, column) => [row / SIZE, column / SIZE, 0.5]);

function inSquare(row: number, column: number): boolean {
  return row >= 10 && row < 22 && column >= 10 && column < 22;
}

function picture(colorOf: (row: number, column: number) => number[]): Float32Array {
  const places = Array.from({ length: SIZE * SIZE }, (_, i) => i);
  return Float32Array.from(places.flatMap((i) => colorOf(Math.floor(i / SIZE), i % SIZE)));
}

function laid(seed: number, from = product): Float32Array {
  const to = new Float32Array(from.length);
  requireAugmentation('background').apply(from, to, SIZE, seededRandom(seed));
  return to;
}

it('cuts a product out of a plain backdrop, holes included', () => {
  const found = cutOut(product, SIZE);
  expect(found).toMatchObject({ left: 10, top: 10, width: 12, height: 12 });
  const alpha = found?.alpha as Float32Array;
  expect(alpha[12 * SIZE + 12]).toBe(1);
  expect(alpha[14 * SIZE + 14]).toBe(1);
  expect(alpha[5 * SIZE + 5]).toBe(0);
  // Along a straight edge three of nine neighbours are backdrop, at a corner five.
  expect(alpha[10 * SIZE + 15]).toBe(1 - 3 / 4);
  expect(alpha[10 * SIZE + 10]).toBe(0);
});

it('finds no product without a plain backdrop, in an empty image or in a full one', () => {
  expect(cutOut(snapshot, SIZE)).toBeUndefined();
  expect(
    cutOut(
      picture(() => [1, 1, 1]),
      SIZE,
    ),
  ).toBeUndefined();
  expect(
    cutOut(
      picture((row) => (row === 0 ? [1, 1, 1] : [0, 0, 1])),
      SIZE,
    ),
  ).toBeUndefined();
});

it('lays about half of the products elsewhere and leaves photos alone', () => {
  const seeds = Array.from({ length: 200 }, (_, seed) => seed * 7919);
  const changed = seeds.filter((seed) => laid(seed).some((value, i) => value !== product[i]));
  expect(changed.length).toBeGreaterThan(75);
  expect(changed.length).toBeLessThan(125);
  for (const seed of seeds.slice(0, 20)) expect(laid(seed, snapshot)).toEqual(snapshot);
});

it('keeps the product in the picture and its colour in sight', () => {
  const seeds = Array.from({ length: 60 }, (_, seed) => seed * 104_729);
  for (const seed of seeds) {
    const to = laid(seed);
    let reds = 0;
    for (let at = 0; at < to.length; at += 3) {
      const [red, green, blue] = to.subarray(at, at + 3) as unknown as [number, number, number];
      if (red > 0.4 && red > 2.5 * green && red > 2.5 * blue) reds++;
    }
    expect(reds).toBeGreaterThan(SIZE * SIZE * 0.08);
  }
});
