import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openBackend } from '../../../packages/ml/src/backend/open.ts';
import type { LossName } from '../../../packages/ml/src/losses/loss.ts';
import { distanceWeightedNegative } from '../../../packages/ml/src/miners/distanceWeighted.ts';
import { MINING_NAMES, type MiningName } from '../../../packages/ml/src/miners/miner.ts';
import { listMiners, requireMiner } from '../../../packages/ml/src/miners/registry.ts';
import { relationsOf } from '../../../packages/ml/src/miners/relations.ts';
import { seededRandom } from '../../../packages/ml/src/random.ts';
import { type Batch, gradientOf, lossOf, randomRows, SETTINGS } from '../losses/embedded.ts';
import { apart, LOOPS, type PlainComparison, sum } from '../losses/plainLosses.ts';

const LABELS = ['a', 'b', 'c', 'a', 'b', 'c', 'b', 'a', 'd'];
const rows = randomRows(9, 4);
const ofTriplets: Batch = { rows, labels: LABELS };
const ofLabels: Batch = { rows, labels: LABELS, layout: 'labels' };
const distance = (a: number, b: number) => apart(rows[a] as number[], rows[b] as number[]);
const others = (anchor: number) => pick((row) => LABELS[row] !== LABELS[anchor]);
const alike = (anchor: number) => pick((row) => row !== anchor && LABELS[row] === LABELS[anchor]);
const pick = (keep: (row: number) => boolean) => [...LABELS.keys()].filter(keep);
const by = (anchor: number) => (a: number, b: number) => distance(anchor, a) - distance(anchor, b);

function semiHard(anchor: number, positive: number): number {
  const sorted = others(anchor).sort(by(anchor));
  const farther = sorted.filter((row) => distance(anchor, row) > distance(anchor, positive));
  return (farther[0] ?? sorted.at(-1)) as number;
}
const hardest = (anchor: number) => others(anchor).sort(by(anchor))[0] as number;

type Rule = (anchor: number, positive: number) => number;
const compare = (anchor: number, positive: number, rule: Rule): PlainComparison => ({
  anchor,
  positives: [positive],
  negatives: [{ row: rule(anchor, positive), weight: 1 }],
});
const given = [0, 1, 2, 3, 4, 5].map((anchor) => [anchor, (anchor + 3) % 6] as const);
const everyPair = pick(() => true).flatMap((a) => alike(a).map((p) => [a, p] as const));
const withPositive = pick((row) => alike(row).length > 0);
const nearest = withPositive.map((a) => [a, alike(a).sort(by(a))[0] as number] as const);
const farthest = withPositive.map((a) => [a, alike(a).sort(by(a)).at(-1) as number] as const);

const CASES: [MiningName, string, Batch, PlainComparison[]][] = [
  ['semi-hard', 'triplets', ofTriplets, given.map(([a, p]) => compare(a, p, semiHard))],
  ['semi-hard', 'labels', ofLabels, everyPair.map(([a, p]) => compare(a, p, semiHard))],
  ['hardest', 'triplets', ofTriplets, given.map(([a, p]) => compare(a, p, hardest))],
  ['hardest', 'labels', ofLabels, everyPair.map(([a, p]) => compare(a, p, hardest))],
  ['batch-hard', 'triplets', ofTriplets, farthest.map(([a, p]) => compare(a, p, hardest))],
  ['batch-hard', 'labels', ofLabels, farthest.map(([a, p]) => compare(a, p, hardest))],
  ['easy-positive', 'triplets', ofTriplets, nearest.map(([a, p]) => compare(a, p, semiHard))],
  ['easy-positive', 'labels', ofLabels, nearest.map(([a, p]) => compare(a, p, semiHard))],
];
const LOSSES = Object.keys(LOOPS) as LossName[];

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

describe('miners', () => {
  it('are listed by the names that a configuration takes', () => {
    expect(listMiners().map(({ name }) => name)).toEqual([...MINING_NAMES]);
  });

  it.each(CASES)(
    '%s chooses among %s as plain loops do, for every loss',
    (mining, _, batch, chosen) => {
      for (const loss of LOSSES) {
        const expected = LOOPS[loss]?.(rows, chosen, SETTINGS, rows) as number;
        expect(Math.abs(lossOf({ loss, mining }, batch).loss - expected)).toBeLessThan(
          1e-5 + 1e-4 * Math.abs(expected),
        );
      }
    },
  );

  it('pass the slope of what they chose and none of the choice', () => {
    const h = 1e-6;
    const loop = LOOPS['soft-margin'] as (typeof LOOPS)[string];
    const chosen = farthest.map(([a, p]) => compare(a, p, hardest));
    const gradient = gradientOf({ loss: 'soft-margin', mining: 'batch-hard' }, ofLabels);
    for (const [at, slope] of gradient.entries()) {
      const value = (by: number) =>
        loop(
          rows.map((row, i) => row.map((v, k) => (i * 5 + k === at ? v + by : v))),
          chosen,
          SETTINGS,
          rows,
        );
      expect(slope).toBeCloseTo((value(h) - value(-h)) / (2 * h), 4);
    }
  });

  it('fall back to the triplets as given where the data has no labels', () => {
    for (const mining of MINING_NAMES) {
      expect(lossOf({ mining }, { rows })).toEqual(lossOf({ mining: 'none' }, { rows }));
    }
  });

  it('never take two rows of one image for a pair', () => {
    const relations = relationsOf({
      indexes: Uint32Array.of(5, 5, 6, 7),
      layout: 'labels',
      labels: Array(8).fill('a'),
      sameCategoryWeight: 1,
    });
    const pairs = [...relations.given.anchors].map((a, i) => [a, relations.given.positives[i]]);
    expect(pairs).not.toContainEqual([0, 1]);
    expect(pairs).not.toContainEqual([1, 0]);
    expect(pairs).toContainEqual([0, 2]);
  });

  it('refuse an unknown name', () => {
    expect(() => requireMiner('random')).toThrow(
      expect.objectContaining({ code: 'CONFIG_INVALID', details: { field: 'mining' } }),
    );
  });
});

describe('distance-weighted mining', () => {
  const DISTANCES = [0.2, 0.7, 0.9, 1.1, 1.3, 1.5];
  const DIMENSION = 8;
  const draw = (valid: number[], seed: number, times: number) =>
    tf.tidy(() => [
      ...distanceWeightedNegative({
        positive: tf.zeros([times]),
        negative: tf.tensor2d(Array.from({ length: times }, () => DISTANCES)),
        valid: tf.tensor2d(Array.from({ length: times }, () => valid)),
        similarity: (d) => tf.sub(1, tf.div(tf.square(d), 2)),
        dimension: DIMENSION,
        random: seededRandom(seed),
      }).dataSync(),
    ]);

  it('draws each distance as often as it is rare on the sphere', () => {
    const valid = [1, 1, 0.5, 1, 0, 1];
    // The nearest counts as 0.5 away, the last is too far, the one before is no negative.
    const weights = [0.5, 0.7, 0.9, 1.1].map((d, i) => {
      const density = d ** (DIMENSION - 2) * (1 - d ** 2 / 4) ** ((DIMENSION - 3) / 2);
      return (valid[i] as number) / density;
    });
    const drawn = draw(valid, 3, 20_000);
    for (const [i, weight] of weights.entries()) {
      const share = drawn.filter((column) => column === i).length / drawn.length;
      expect(Math.abs(share - weight / sum(weights))).toBeLessThan(0.01);
    }
    expect(drawn.some((column) => column > 3)).toBe(false);
  });

  it('takes a far negative where there is no nearer one', () => {
    expect(new Set(draw([0, 0, 0, 0, 0, 1], 1, 50))).toEqual(new Set([5]));
  });

  it('draws the same again from the same seed, and others from another', () => {
    const valid = [1, 1, 1, 1, 1, 1];
    expect(draw(valid, 1, 60)).toEqual(draw(valid, 1, 60));
    expect(draw(valid, 1, 60)).not.toEqual(draw(valid, 2, 60));
  });

  it('composes with losses', () => {
    const settings = { loss: 'triplet-hinge', mining: 'distance-weighted' } as const;
    expect(lossOf(settings, ofTriplets).loss).toBeGreaterThan(0);
    expect(gradientOf(settings, ofLabels).every(Number.isFinite)).toBe(true);
  });
});
