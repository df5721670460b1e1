import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openBackend } from '../../../packages/ml/src/backend/open.ts';
import { DISTANCE_NAMES, type DistanceName } from '../../../packages/ml/src/distances/distance.ts';
import { listDistances, requireDistance } from '../../../packages/ml/src/distances/registry.ts';
import { gradientOf, lossOf, randomRows } from '../losses/embedded.ts';
import { apart, dot, mean, squared, sum } from '../losses/plainLosses.ts';

type Row = readonly number[];

/** The definitions, without what keeps gradients finite; the fractional one with p = 0.5. */
const PLAIN: Record<DistanceName, (a: Row, b: Row) => number> = {
  euclidean: apart,
  'squared-euclidean': squared,
  cosine: (a, b) => 1 - dot(a, b) / Math.hypot(...a) / Math.hypot(...b),
  fractional: (a, b) => {
    const powers = a.map((value, i) => Math.abs(value - (b[i] as number)) ** 0.5);
    return a.length ** (1 / 2 - 2) * sum(powers) ** 2;
  },
};

const create = (distance: DistanceName, fractionalP = 0.5) =>
  requireDistance({ distance, fractionalP });
const rowsOf = (rows: readonly Row[]) => tf.tensor2d(rows.map((row) => [...row]));
const scaled = randomRows(7, 1, 12).map((row, i) => row.map((value) => value * (1 + i / 3)));

let before = 0;
beforeAll(async () => {
  await openBackend({ prefer: 'wasm' });
});
beforeEach(() => {
  before = tf.memory().numTensors;
});
afterEach(() => {
  expect(tf.memory().numTensors).toBe(before);
});

describe('distances', () => {
  it('are listed by the names that a configuration takes', () => {
    expect(listDistances().map(({ name }) => name)).toEqual([...DISTANCE_NAMES]);
  });

  it.each(DISTANCE_NAMES)('%s is its definition, for rows and for all pairs', (name) => {
    const [a, b] = [scaled.slice(0, 3), scaled.slice(3, 7)];
    const distance = create(name);
    const { rows, matrix } = tf.tidy(() => ({
      rows: distance.rows(rowsOf(a), rowsOf(b.slice(0, 3))).arraySync(),
      matrix: distance.matrix(rowsOf(a), rowsOf(b)).arraySync(),
    }));
    const near = (value: number | undefined, expected: number) =>
      expect((value as number) / expected).toBeCloseTo(1, 4);
    for (const [i, row] of a.entries()) {
      near(rows[i], PLAIN[name](row, b[i] as Row));
      for (const [j, other] of b.entries()) near(matrix[i]?.[j], PLAIN[name](row, other));
    }
  });

  it.each(DISTANCE_NAMES)('%s has the slope of its definition', (name) => {
    const [a, b] = [scaled[0] as number[], scaled[1] as number[]];
    const h = 1e-7;
    const slopes = a.map((_, k) => {
      const nudged = (by: number) => a.map((value, i) => (i === k ? value + by : value));
      return (PLAIN[name](nudged(h), b) - PLAIN[name](nudged(-h), b)) / (2 * h);
    });
    const gradient = tf.tidy(() => {
      const f = (x: tf.Tensor) => tf.sum(create(name).rows(x as tf.Tensor2D, rowsOf([b])));
      return [
        ...tf
          .grad(f)(rowsOf([a]))
          .dataSync(),
      ];
    });
    for (const [k, slope] of slopes.entries()) {
      expect(Math.abs((gradient[k] as number) - slope)).toBeLessThan(1e-3 * Math.abs(slope) + 1e-5);
    }
  });

  it.each(DISTANCE_NAMES)('%s of equal rows is zero and has no slope', (name) => {
    const same = [scaled[0] as number[], new Array<number>(12).fill(0)];
    const { distances, gradient, ofMatrix } = tf.tidy(() => {
      const f = (x: tf.Tensor) => tf.sum(create(name).rows(x as tf.Tensor2D, rowsOf(same)));
      const g = (x: tf.Tensor) => tf.sum(create(name).matrix(x as tf.Tensor2D, rowsOf(same)));
      return {
        distances: create(name).rows(rowsOf(same), rowsOf(same)).arraySync(),
        gradient: [...tf.grad(f)(rowsOf(same)).dataSync()],
        ofMatrix: [...tf.grad(g)(rowsOf(same)).dataSync()],
      };
    });
    for (const distance of distances) expect(distance).toBeLessThan(2e-6);
    expect(gradient.every((value) => value === 0)).toBe(true);
    expect(ofMatrix.every(Number.isFinite)).toBe(true);
  });

  it.each([0.1, 0.3, 0.5, 0.9, 1])(
    'fractional with p = %d is never above the straight line',
    (p) => {
      const [a, b] = [scaled.slice(0, 3), scaled.slice(3, 6)];
      const values = tf.tidy(() => create('fractional', p).rows(rowsOf(a), rowsOf(b)).arraySync());
      for (const [i, value] of values.entries()) {
        expect(value).toBeGreaterThan(0);
        expect(value).toBeLessThanOrEqual(apart(a[i] as Row, b[i] as Row) * (1 + 1e-6));
      }
    },
  );

  it('fractional equals the straight line where all components differ alike', () => {
    const value = tf.tidy(
      () =>
        create('fractional', 0.5)
          .rows(tf.ones([1, 4096]), tf.zeros([1, 4096]))
          .arraySync()[0],
    );
    expect((value as number) / 64).toBeCloseTo(1, 5);
  });

  it('fractional stays finite where only some components are equal, as after a ReLU', () => {
    const gradient = tf.tidy(() => {
      const f = (x: tf.Tensor) =>
        tf.sum(create('fractional', 0.1).matrix(x as tf.Tensor2D, rowsOf([[0, 1, 0, 0.5]])));
      return [
        ...tf
          .grad(f)(rowsOf([[0, 0, 1, 0.5]]))
          .dataSync(),
      ];
    });
    expect(gradient.every(Number.isFinite)).toBe(true);
    expect(gradient.some((value) => value !== 0)).toBe(true);
  });

  it.each(['euclidean', 'squared-euclidean', 'cosine'] as const)(
    'the similarity of %s is the cosine of unit vectors',
    (name) => {
      const [a, b] = randomRows(2, 5, 12) as [number[], number[]];
      const similarity = tf.tidy(() => {
        const distance = create(name);
        return distance.similarity(distance.rows(rowsOf([a]), rowsOf([b]))).dataSync()[0];
      });
      expect(similarity).toBeCloseTo(dot(a, b), 5);
    },
  );

  it.each(DISTANCE_NAMES)('%s composes with losses and miners', (distance) => {
    const rows = randomRows(6, 9, 12);
    const plain = (i: number, j: number) => PLAIN[distance](rows[i] as Row, rows[j] as Row);
    const hinge = [0, 1].map((i) => Math.max(0, 1 + plain(i, i + 2) - plain(i, i + 4)));
    const { loss } = lossOf({ loss: 'triplet-hinge', distance }, { rows });
    expect(loss / mean(hinge)).toBeCloseTo(1, 4);
    const labels = ['a', 'b', 'a', 'b', 'c', 'c'];
    const gradient = gradientOf({ loss: 'softmax', mining: 'hardest', distance }, { rows, labels });
    expect(gradient.every(Number.isFinite)).toBe(true);
    expect(gradient.some((value) => value !== 0)).toBe(true);
  });

  it('refuse an unknown name and an exponent out of range', () => {
    expect(() => create('manhattan' as DistanceName)).toThrow(
      expect.objectContaining({ code: 'CONFIG_INVALID', details: { field: 'distance' } }),
    );
    expect(() => create('fractional', 1.5)).toThrow(
      expect.objectContaining({ code: 'CONFIG_INVALID', details: { field: 'fractionalP' } }),
    );
  });
});
