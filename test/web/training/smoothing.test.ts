import { describe, expect, it } from 'vitest';
import { smooth } from '../../../apps/web/lib/training/smoothing.ts';

describe('smooth', () => {
  it('leaves a constant curve where it is, from the first point on', () => {
    for (const value of smooth([3, 3, 3, 3], 0.9)) expect(value).toBeCloseTo(3, 12);
  });

  it('is the weighted mean of all points so far', () => {
    const [a, b, c] = [1, 5, 2];
    const factor = 0.6;
    const weights = [factor * factor, factor, 1];
    const third =
      (a * (weights[0] ?? 0) + b * (weights[1] ?? 0) + c * (weights[2] ?? 0)) /
      weights.reduce((sum, weight) => sum + weight, 0);
    expect(smooth([a, b, c], factor)[2]).toBeCloseTo(third, 12);
  });

  it('changes nothing without a factor', () => {
    expect(smooth([1, 9, 2], 0)).toEqual([1, 9, 2]);
  });

  it('does not let one value that is not a number spoil the rest', () => {
    const smoothed = smooth([2, Number.NaN, 2], 0.5);
    expect(smoothed[1]).toBeNaN();
    expect(smoothed[2]).toBeCloseTo(2, 12);
  });
});
