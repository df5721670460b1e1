import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openBackend } from '../../../packages/ml/src/backend/open.ts';
import { circle } from '../../../packages/ml/src/losses/circle.ts';
import { LOSS_NAMES, type LossName } from '../../../packages/ml/src/losses/loss.ts';
import { lossless } from '../../../packages/ml/src/losses/lossless.ts';
import { multiSimilarity } from '../../../packages/ml/src/losses/multiSimilarity.ts';
import { listLosses, requireLoss } from '../../../packages/ml/src/losses/registry.ts';
import { type Batch, gradientOf, lossOf, randomRows, SAME_CATEGORY, SETTINGS } from './embedded.ts';
import {
  apart,
  CONSTANTS,
  LOOPS,
  type Loop,
  type PlainComparison,
  plainLoops,
  type Rows,
  sum,
  unit,
} from './plainLosses.ts';

const MINED = Object.keys(LOOPS) as LossName[];
const LABELS = ['a', 'b', 'c', 'a', 'b', 'c', 'b', 'a', 'd'];
const CATEGORIES = ['x', 'x', 'y', 'x', 'x', 'y', 'x', 'x', 'y'];
const ofTriplets: Batch = { rows: randomRows(9, 3) };
const ofLabelledTriplets: Batch = { ...ofTriplets, labels: LABELS, categories: CATEGORIES };
const ofLabels: Batch = { ...ofLabelledTriplets, layout: 'labels' };

const given: PlainComparison[] = [0, 1, 2].map((i) => ({
  anchor: i,
  positives: [i + 3],
  negatives: [{ row: i + 6, weight: 1 }],
}));

function negativesOf(anchor: number) {
  return LABELS.flatMap((label, row) => {
    if (label === LABELS[anchor]) return [];
    const weight = CATEGORIES[row] === CATEGORIES[anchor] ? SAME_CATEGORY : 1;
    return [{ row, weight }];
  });
}

function positivesOf(anchor: number): number[] {
  return [...LABELS.keys()].filter((row) => row !== anchor && LABELS[row] === LABELS[anchor]);
}

/** Queries with their positives and back, each against all rows of other labels. */
const bothWays: PlainComparison[] = [0, 1, 2, 3, 4, 5].map((anchor) => ({
  anchor,
  positives: [(anchor + 3) % 6],
  negatives: negativesOf(anchor),
}));

/** Every image that has a positive, with all of them at once. */
const everyAnchor: PlainComparison[] = [...LABELS.keys()]
  .map((anchor) => ({ anchor, positives: positivesOf(anchor), negatives: negativesOf(anchor) }))
  .filter(({ positives }) => positives.length > 0);

/** Every pair of one label by itself. */
const everyPair: PlainComparison[] = everyAnchor.flatMap(({ positives, ...rest }) =>
  positives.map((positive) => ({ ...rest, positives: [positive] })),
);

const cases = MINED.flatMap((loss) => {
  const atOnce = requireLoss(loss).compares === 'pairs';
  const [triplets, labels] = [atOnce ? everyAnchor : bothWays, atOnce ? everyAnchor : everyPair];
  return [
    { loss, what: 'triplets', mining: 'none', batch: ofTriplets, comparisons: given },
    {
      loss,
      what: 'labelled triplets',
      mining: 'all',
      batch: ofLabelledTriplets,
      comparisons: triplets,
    },
    { loss, what: 'labels', mining: 'all', batch: ofLabels, comparisons: labels },
  ] as const;
});

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

describe('losses', () => {
  it('are listed by the names that a configuration takes', () => {
    expect(listLosses().map(({ name }) => name)).toEqual([...LOSS_NAMES]);
  });

  it.each(cases)('give the value of plain loops: $loss over $what', (example) => {
    const { loss, mining, batch, comparisons } = example;
    const expected = LOOPS[loss]?.(batch.rows, comparisons, SETTINGS, batch.rows) as number;
    expect(lossOf({ loss, mining }, batch).loss / expected).toBeCloseTo(1, 4);
  });

  it.each(cases)('have the slope of plain loops: $loss over $what', (example) => {
    const { loss, mining, batch, comparisons } = example;
    const loop = LOOPS[loss] as NonNullable<(typeof LOOPS)[string]>;
    const h = 1e-6;
    const slopes = batch.rows.flatMap((row, i) =>
      row.map((_, j) => {
        const value = (by: number) =>
          loop(nudged(batch.rows, i, j, by), comparisons, SETTINGS, batch.rows);
        return (value(h) - value(-h)) / (2 * h);
      }),
    );
    const scale = Math.max(...slopes.map(Math.abs));
    expect(scale).toBeGreaterThan(1e-3);
    for (const [i, slope] of gradientOf({ loss, mining }, batch).entries()) {
      expect(Math.abs(slope - (slopes[i] as number)) / scale).toBeLessThan(2e-3);
    }
  });

  it.each([
    [lossless({ epsilon: 0.05 }), { lossless: { epsilon: 0.05 } }],
    [
      multiSimilarity({ positiveScale: 4, negativeScale: 20, threshold: 0.2 }),
      { multiSimilarity: { positiveScale: 4, negativeScale: 20, threshold: 0.2 } },
    ],
    [circle({ relaxation: 0.25, scale: 30 }), { circle: { relaxation: 0.25, scale: 30 } }],
  ])('take other constants than the published ones: $name', (loss, constants) => {
    const loop = plainLoops({ ...CONSTANTS, ...constants })[loss.name] as Loop;
    const comparisons = loss.compares === 'pairs' ? everyAnchor : bothWays;
    const { rows } = ofLabelledTriplets;
    const value = lossOf({ mining: 'all' }, ofLabelledTriplets, loss).loss;
    expect(value / loop(rows, comparisons, SETTINGS, rows)).toBeCloseTo(1, 4);
    expect(value).not.toBeCloseTo(
      lossOf({ loss: loss.name, mining: 'all' }, ofLabelledTriplets).loss,
    );
  });

  it.each([
    ['mean', (gaps: number[], weights: number[]) => sum(gaps) / sum(weights)],
    [
      'mean-of-positive',
      (gaps: number[], weights: number[]) =>
        sum(gaps) / sum(weights.filter((_, i) => (gaps[i] as number) > 0)),
    ],
    ['sum', (gaps: number[]) => sum(gaps)],
  ] as const)('are reduced by %s where that is chosen', (reducer, reduced) => {
    const { rows } = ofLabelledTriplets;
    const row = (i: number) => rows[i] as readonly number[];
    const terms = bothWays.flatMap(({ anchor, positives: [positive], negatives }) =>
      negatives.map((negative) => {
        const near = apart(row(anchor), row(positive as number));
        const gap = SETTINGS.margin / 4 + near - apart(row(anchor), row(negative.row));
        return { loss: Math.max(0, gap) * negative.weight, weight: negative.weight };
      }),
    );
    expect(terms.some(({ loss }) => loss === 0)).toBe(true);
    const expected = reduced(
      terms.map(({ loss }) => loss),
      terms.map(({ weight }) => weight),
    );
    const settings = { loss: 'triplet-hinge', mining: 'all', reducer } as const;
    const value = lossOf({ ...settings, margin: SETTINGS.margin / 4 }, ofLabelledTriplets).loss;
    expect(value / expected).toBeCloseTo(1, 5);
  });

  it.each(LOSS_NAMES.filter((loss) => loss !== 'proxy-anchor'))(
    '%s has a finite gradient when query, positive and negative are equal',
    (loss) => {
      const same = unit([[1, 2, 3, 4, 5]])[0] as number[];
      const gradient = gradientOf({ loss }, { rows: [same, same, same] });
      expect(gradient.every(Number.isFinite)).toBe(true);
    },
  );

  it.each(MINED)('%s is zero, without a slope, when no negative is valid', (loss) => {
    for (const layout of ['triplets', 'labels'] as const) {
      const batch: Batch = { rows: randomRows(6, 6), labels: Array(6).fill('a'), layout };
      expect(lossOf({ loss, mining: 'all' }, batch)).toEqual({ loss: 0, active: 0 });
      expect(gradientOf({ loss, mining: 'all' }, batch).every((value) => value === 0)).toBe(true);
    }
  });

  it.each(MINED)('%s is zero, without a slope, when no two images share a label', (loss) => {
    const batch: Batch = { rows: randomRows(3, 6), labels: ['a', 'b', 'c'], layout: 'labels' };
    expect(lossOf({ loss, mining: 'all' }, batch)).toEqual({ loss: 0, active: 0 });
    expect(gradientOf({ loss, mining: 'all' }, batch).every((value) => value === 0)).toBe(true);
  });

  it('stay finite for embeddings far outside the unit sphere', () => {
    const rows = randomRows(9, 8).map((row) => row.map((value) => 1e3 * value));
    for (const loss of MINED) {
      expect(Number.isFinite(lossOf({ loss }, { rows }).loss)).toBe(true);
      expect(gradientOf({ loss }, { rows }).every(Number.isFinite)).toBe(true);
    }
  });

  it('are zero for triplets that are far enough apart', () => {
    const rows = [
      [1, 0, 0, 0, 0],
      [1, 0, 0, 0, 0],
      [-1, 0, 0, 0, 0],
    ];
    expect(lossOf({ loss: 'triplet-hinge' }, { rows })).toEqual({ loss: 0, active: 0 });
    expect(lossOf({ loss: 'angular' }, { rows })).toEqual({ loss: 0, active: 0 });
  });

  it('refuse an unknown name', () => {
    expect(() => requireLoss('no-loss')).toThrow(
      expect.objectContaining({ code: 'CONFIG_INVALID', details: { field: 'loss' } }),
    );
  });
});

function nudged(rows: Rows, i: number, j: number, by: number): Rows {
  return rows.map((row, k) => (k === i ? row.map((v, l) => (l === j ? v + by : v)) : row));
}
