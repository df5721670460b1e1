import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openBackend } from '../../../packages/ml/src/backend/open.ts';
import { REDUCER_NAMES } from '../../../packages/ml/src/reducers/reducer.ts';
import { listReducers, requireReducer } from '../../../packages/ml/src/reducers/registry.ts';

const LOSSES = [0, 2, 0.5, 0, 4, 1];
const WEIGHTS = [1, 1, 0.25, 0.5, 0, 1];

/** Value and slope for each loss, by arithmetic. */
const EXPECTED = {
  mean: {
    alike: { value: (2 + 0.5 + 4 + 1) / 6, slope: () => 1 / 6 },
    weighed: { value: (2 + 0.25 * 0.5 + 1) / 3.75, slope: (i: number) => weight(i) / 3.75 },
  },
  'mean-of-positive': {
    alike: { value: (2 + 0.5 + 4 + 1) / 4, slope: (i: number) => (loss(i) > 0 ? 1 / 4 : 0) },
    weighed: {
      value: (2 + 0.25 * 0.5 + 1) / 2.25,
      slope: (i: number) => (loss(i) > 0 ? weight(i) / 2.25 : 0),
    },
  },
  sum: {
    alike: { value: 2 + 0.5 + 4 + 1, slope: () => 1 },
    weighed: { value: 2 + 0.25 * 0.5 + 1, slope: weight },
  },
};
const loss = (i: number) => LOSSES[i] as number;
function weight(i: number): number {
  return WEIGHTS[i] as number;
}

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

/** Value and slopes as computed, for losses of the given shape. */
function reduced(name: string, weights: readonly number[] | undefined, shape: number[]) {
  const { reduce } = requireReducer(name);
  return tf.tidy(() => {
    const counts = weights && tf.tensor([...weights], shape);
    const f = (losses: tf.Tensor) => reduce(losses, counts);
    const { value, grad } = tf.valueAndGrad(f)(tf.tensor(LOSSES, shape));
    return { value: value.dataSync()[0] as number, slopes: [...grad.dataSync()] };
  });
}

describe('reducers', () => {
  it('are listed by the names that a configuration takes', () => {
    expect(listReducers().map(({ name }) => name)).toEqual([...REDUCER_NAMES]);
  });

  it.each(REDUCER_NAMES)('give the value and the slope of plain arithmetic: %s', (name) => {
    for (const shape of [[6], [2, 3]]) {
      for (const [what, weights] of [
        ['alike', undefined] as const,
        ['weighed', WEIGHTS] as const,
      ]) {
        const { value, slopes } = reduced(name, weights, shape);
        const expected = EXPECTED[name][what];
        expect(value).toBeCloseTo(expected.value, 6);
        for (const [i, slope] of slopes.entries()) expect(slope).toBeCloseTo(expected.slope(i), 6);
      }
    }
  });

  it.each(REDUCER_NAMES)('give 0 and no slope where nothing counts: %s', (name) => {
    const { value, slopes } = reduced(name, [0, 0, 0, 0, 0, 0], [6]);
    expect(value).toBe(0);
    expect(slopes.every((slope) => slope === 0)).toBe(true);
  });

  it('leave no loss to the mean of positive ones when all are solved', () => {
    const { reduce } = requireReducer('mean-of-positive');
    expect(tf.tidy(() => reduce(tf.tensor1d([0, 0, 0])).dataSync()[0])).toBe(0);
  });

  it('refuse an unknown name', () => {
    expect(() => requireReducer('median')).toThrow(
      expect.objectContaining({ code: 'CONFIG_INVALID', details: { field: 'reducer' } }),
    );
  });
});
