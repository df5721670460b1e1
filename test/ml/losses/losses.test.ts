import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openBackend } from '../../../packages/ml/src/backend/open.ts';
import { batchLoss } from '../../../packages/ml/src/losses/batchLoss.ts';
import { LOSS_NAMES } from '../../../packages/ml/src/losses/loss.ts';
import { MINING_NAMES, type MiningName } from '../../../packages/ml/src/losses/miners.ts';
import { requireLoss } from '../../../packages/ml/src/losses/registry.ts';
import { seededRandom } from '../../../packages/ml/src/random.ts';

type Rows = number[][];
const settings = { margin: 1, temperature: 0.1 };

/** MODELS.md 3.2: rows in the order q, p, n, q, p, n, before normalisation. */
const GOLDEN_A = [
  [1, 2, 3, 4],
  [1, 2, 2, 4],
  [4, 3, 0, 1],
  [0, 1, 0, 2],
  [3, 0, 1, 0],
  [0, 1, 1, 2],
];
const GOLDEN_B = [
  [1, -2, 3, 4],
  [1, -2, 2, 4],
  [4, 3, 0, -1],
  [0, 1, 0, 2],
  [3, 0, -1, 0],
  [0, 1, 1, 2],
];

const unit = (rows: Rows) =>
  rows.map((row) => {
    const norm = Math.hypot(...row);
    return row.map((value) => value / norm);
  });
const clip = (rows: Rows) =>
  rows.map((row) => row.map((v) => Math.min(1 - 1e-7, Math.max(1e-7, v))));
const apart = (a: number[] = [], b: number[] = []) =>
  Math.hypot(...a.map((value, i) => value - (b[i] as number)));

/** From q, p, n, q, p, n to all q, all p, all n. */
const inBlocks = (rows: Rows) =>
  [0, 1, 2].flatMap((member) => rows.filter((_, i) => i % 3 === member));

function lossOf(name: string, rows: Rows, mining: MiningName = 'none', labels?: string[]) {
  return tf.tidy(() => {
    const embeddings = tf.tensor2d(rows);
    const differing = labels
      ? tf.tensor2d(labels.map((a) => labels.map((b) => (a === b ? 0 : 1))))
      : undefined;
    const output = batchLoss(requireLoss(name), settings, { embeddings, differing, mining });
    return {
      loss: output.loss.dataSync()[0] as number,
      active: output.activeShare.dataSync()[0] as number,
    };
  });
}

function gradientOf(name: string, rows: Rows, mining: MiningName = 'none', labels?: string[]) {
  return tf.tidy(() => {
    const differing = labels
      ? tf.tensor2d(labels.map((a) => labels.map((b) => (a === b ? 0 : 1))))
      : undefined;
    const f = (x: tf.Tensor) =>
      batchLoss(requireLoss(name), settings, {
        embeddings: x as tf.Tensor2D,
        differing,
        mining,
      }).loss;
    return [...tf.grad(f)(tf.tensor2d(rows)).dataSync()];
  });
}

function randomRows(count: number, seed: number): Rows {
  const random = seededRandom(seed);
  return unit(Array.from({ length: count }, () => Array.from({ length: 5 }, () => random() - 0.5)));
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

describe('losses', () => {
  it('give the published values of contrastive loss', () => {
    expect(lossOf('contrastive-published', inBlocks(unit(GOLDEN_A))).loss).toBeCloseTo(
      0.591893352,
      6,
    );
    expect(lossOf('contrastive-published', inBlocks(unit(GOLDEN_B))).loss).toBeCloseTo(
      0.566589298,
      6,
    );
  });

  it('give the published hinge value with each triplet clamped by itself', () => {
    expect(lossOf('triplet-hinge', inBlocks(clip(unit(GOLDEN_B)))).loss).toBeCloseTo(
      0.980481213,
      6,
    );
  });

  it('agree with plain loops over explicit triplets', () => {
    const rows = randomRows(12, 3);
    const triplets = [0, 1, 2, 3].map((i) => ({
      dp: apart(rows[i], rows[i + 4]),
      dn: apart(rows[i], rows[i + 8]),
    }));
    const mean = (f: (t: { dp: number; dn: number }) => number) =>
      triplets.reduce((sum, t) => sum + f(t), 0) / 4;
    const hinge = mean(({ dp, dn }) => Math.max(0, 1 + dp - dn));
    const contrastive = mean(({ dp, dn }) => (dp ** 2 + Math.max(0, 1 - dn) ** 2) / 2);
    const softmax = mean(({ dp, dn }) => Math.log(1 + Math.exp((dp ** 2 - dn ** 2) / 2 / 0.1)));
    expect(lossOf('triplet-hinge', rows).loss).toBeCloseTo(hinge, 5);
    expect(lossOf('contrastive', rows).loss).toBeCloseTo(contrastive, 5);
    expect(lossOf('softmax', rows).loss).toBeCloseTo(softmax, 5);
  });

  it('agree with plain loops over the negatives of a whole batch', () => {
    const rows = randomRows(9, 4);
    const labels = ['a', 'b', 'c', 'a', 'b', 'c', 'b', 'a', 'd'];
    const anchors = [0, 1, 2, 3, 4, 5].map((anchor) => {
      const dp = apart(rows[anchor], rows[(anchor + 3) % 6]);
      const others = rows.filter((_, i) => labels[i] !== labels[anchor]);
      return { dp, dns: others.map((row) => apart(rows[anchor], row)) };
    });
    const softmax = anchors.map(({ dp, dns }) =>
      Math.log(1 + dns.reduce((sum, dn) => sum + Math.exp((dp ** 2 - dn ** 2) / 0.2), 0)),
    );
    const gaps = anchors.flatMap(({ dp, dns }) => dns.map((dn) => 1 + dp - dn));
    const active = gaps.filter((gap) => gap > 0);
    const semiHard = anchors.map(({ dp, dns }) => {
      const farther = dns.filter((dn) => dn > dp);
      const dn = farther.length > 0 ? Math.min(...farther) : Math.max(...dns);
      return Math.max(0, 1 + dp - dn);
    });
    const hardest = anchors.map(({ dp, dns }) => Math.max(0, 1 + dp - Math.min(...dns)));
    const mean = (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length;
    expect(lossOf('softmax', rows, 'all', labels).loss).toBeCloseTo(mean(softmax), 4);
    expect(lossOf('triplet-hinge', rows, 'all', labels).loss).toBeCloseTo(mean(active), 4);
    expect(lossOf('triplet-hinge', rows, 'semi-hard', labels).loss).toBeCloseTo(mean(semiHard), 4);
    expect(lossOf('triplet-hinge', rows, 'hardest', labels).loss).toBeCloseTo(mean(hardest), 4);
  });

  it.each(LOSS_NAMES.flatMap((loss) => MINING_NAMES.map((mining) => ({ loss, mining }))))(
    'have the gradient that finite differences show: $loss, mining $mining',
    ({ loss, mining }) => {
      const rows = randomRows(9, 5);
      const labels = ['a', 'b', 'c', 'a', 'b', 'c', 'b', 'd', 'd'];
      const analytic = gradientOf(loss, rows, mining, labels);
      expect(analytic.some((value) => Math.abs(value) > 1e-4)).toBe(true);
      const h = 2e-3;
      for (const at of [0, 7, 16, 22, 31]) {
        const nudged = (by: number) =>
          rows.map((row, i) => row.map((v, j) => (i * 5 + j === at ? v + by : v)));
        const up = lossOf(loss, nudged(h), mining, labels).loss;
        const down = lossOf(loss, nudged(-h), mining, labels).loss;
        expect(Math.abs((up - down) / (2 * h) - (analytic[at] as number))).toBeLessThan(0.02);
      }
    },
  );

  it.each(LOSS_NAMES)(
    '%s has a finite gradient when query, positive and negative are equal',
    (loss) => {
      const same = unit([[1, 2, 3, 4, 5]])[0] as number[];
      const gradient = gradientOf(loss, [same, same, same]);
      expect(gradient.every(Number.isFinite)).toBe(true);
    },
  );

  it.each(['softmax', 'triplet-hinge'])('%s is zero when no negative is valid', (loss) => {
    const rows = randomRows(6, 6);
    const labels = ['a', 'a', 'a', 'a', 'a', 'a'];
    expect(lossOf(loss, rows, 'all', labels)).toEqual({ loss: 0, active: 0 });
    expect(gradientOf(loss, rows, 'all', labels).every((value) => value === 0)).toBe(true);
  });

  it('are zero for triplets that are far enough apart', () => {
    const rows = [
      [1, 0, 0, 0, 0],
      [1, 0, 0, 0, 0],
      [-1, 0, 0, 0, 0],
    ];
    expect(lossOf('triplet-hinge', rows)).toEqual({ loss: 0, active: 0 });
  });

  it('refuse an unknown name', () => {
    expect(() => requireLoss('lossless')).toThrow(
      expect.objectContaining({ code: 'CONFIG_INVALID' }),
    );
  });
});
