import { expect, test } from 'vitest';
import { tripletAccuracy } from '../../../packages/ml/src/evaluation/tripletAccuracy.ts';
import { seededRandom } from '../../../packages/ml/src/random.ts';

test('counts the triplets whose positive is nearer, and averages the margin', () => {
  const random = seededRandom(3);
  const dimension = 5;
  const count = 40;
  const draw = () => Float32Array.from({ length: count * dimension }, () => random() - 0.5);
  const [query, positive, negative] = [draw(), draw(), draw()];
  let right = 0;
  let margin = 0;
  for (let row = 0; row < count; row++) {
    let p = 0;
    let n = 0;
    for (let i = 0; i < dimension; i++) {
      p += ((query[row * dimension + i] ?? 0) - (positive[row * dimension + i] ?? 0)) ** 2;
      n += ((query[row * dimension + i] ?? 0) - (negative[row * dimension + i] ?? 0)) ** 2;
    }
    if (Math.sqrt(p) < Math.sqrt(n)) right++;
    margin += Math.sqrt(n) - Math.sqrt(p);
  }
  const result = tripletAccuracy({ query, positive, negative, dimension });
  expect(result.count).toBe(count);
  expect(result.accuracy).toBe(right / count);
  expect(result.meanMargin).toBeCloseTo(margin / count, 9);
});

test('gives a collapsed embedding no point for ties', () => {
  const same = new Float32Array(12).fill(0.5);
  const result = tripletAccuracy({ query: same, positive: same, negative: same, dimension: 4 });
  expect(result.accuracy).toBe(0);
});

test('refuses arrays of different length, no triplets at all, and numbers that are not finite', () => {
  const two = new Float32Array(2);
  const four = new Float32Array(4);
  expect(() =>
    tripletAccuracy({ query: two, positive: two, negative: four, dimension: 2 }),
  ).toThrowError(expect.objectContaining({ code: 'DIMENSION_MISMATCH' }));
  expect(() =>
    tripletAccuracy({ query: two, positive: two, negative: two, dimension: 3 }),
  ).toThrowError(expect.objectContaining({ code: 'DIMENSION_MISMATCH' }));
  const none = new Float32Array(0);
  expect(() =>
    tripletAccuracy({ query: none, positive: none, negative: none, dimension: 2 }),
  ).toThrowError(expect.objectContaining({ code: 'TRIPLETS_EMPTY' }));
  const broken = Float32Array.from([1, Number.NaN]);
  expect(() =>
    tripletAccuracy({ query: two, positive: two, negative: broken, dimension: 2 }),
  ).toThrowError(expect.objectContaining({ code: 'EMBEDDINGS_COLLAPSED' }));
});
