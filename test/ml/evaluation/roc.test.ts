import { expect, test } from 'vitest';
import { rocOfDistances } from '../../../packages/ml/src/evaluation/roc.ts';
import { seededRandom } from '../../../packages/ml/src/random.ts';

/** The area is the chance that a similar pair is nearer than another one; a tie counts half. */
function chanceOfNearer(positive: Float64Array, negative: Float64Array): number {
  let wins = 0;
  for (const p of positive) for (const n of negative) wins += p < n ? 1 : p === n ? 0.5 : 0;
  return wins / (positive.length * negative.length);
}

test('the area is the chance that a similar pair is nearer', () => {
  const random = seededRandom(5);
  // Rounded, so that many distances are equal.
  const draw = (count: number, from: number) =>
    Float64Array.from({ length: count }, () => Math.round((from + random()) * 20) / 20);
  const [positive, negative] = [draw(83, 0), draw(120, 0.35)];
  const { areaUnderCurve } = rocOfDistances(positive, negative);
  expect(areaUnderCurve).toBeCloseTo(chanceOfNearer(positive, negative), 12);
  expect(areaUnderCurve).toBeGreaterThan(0.5);
});

test('distances that separate make no error', () => {
  const roc = rocOfDistances(Float64Array.of(0.1, 0.3), Float64Array.of(0.7, 0.5));
  expect(roc.areaUnderCurve).toBe(1);
  expect(roc.equalErrorRate).toBe(0);
  expect(roc.equalErrorThreshold).toBe(0.3);
});

test('distances that are all equal tell nothing', () => {
  const roc = rocOfDistances(new Float64Array(4).fill(0.5), new Float64Array(9).fill(0.5));
  expect(roc.areaUnderCurve).toBe(0.5);
  expect(roc.equalErrorRate).toBe(0.5);
});

test('names the threshold at which both errors are equal', () => {
  // At 0.4: 3 of 4 similar pairs are called so, and 1 of 4 others.
  const roc = rocOfDistances(
    Float64Array.of(0.1, 0.2, 0.4, 0.8),
    Float64Array.of(0.3, 0.6, 0.7, 0.9),
  );
  expect(roc.equalErrorThreshold).toBe(0.4);
  expect(roc.equalErrorRate).toBe(1 / 4);
});

test('keeps a thinned curve that rises from none to all', () => {
  const random = seededRandom(6);
  const draw = () => Float64Array.from({ length: 5000 }, random);
  const { points } = rocOfDistances(draw(), draw());
  expect(points.length).toBeLessThanOrEqual(101);
  expect(points[0]).toEqual({ threshold: 0, truePositiveRate: 0, falsePositiveRate: 0 });
  expect(points.at(-1)).toMatchObject({ truePositiveRate: 1, falsePositiveRate: 1 });
  for (let i = 1; i < points.length; i++) {
    expect(points[i]?.truePositiveRate).toBeGreaterThanOrEqual(
      points[i - 1]?.truePositiveRate ?? 0,
    );
  }
});

test('refuses to judge one sort of pair alone', () => {
  expect(() => rocOfDistances(Float64Array.of(1), new Float64Array())).toThrow(/similar pairs/);
});
