import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { gradientsOf } from '../../../packages/ml/src/backend/gradients.ts';
import { openBackend } from '../../../packages/ml/src/backend/open.ts';
import { LOSS_NAMES, type LossName } from '../../../packages/ml/src/losses/loss.ts';
import { openObjective } from '../../../packages/ml/src/losses/objective.ts';
import { requireLoss } from '../../../packages/ml/src/losses/registry.ts';
import { randomRows, SETTINGS } from './embedded.ts';
import { dot, mean, type Rows, sum, unit } from './plainLosses.ts';

const LABELS = ['a', 'b', 'c', 'a', 'b', 'c', 'b', 'a', 'd', 'unseen'];
const INDEXES = Uint32Array.from({ length: 9 }, (_, i) => i);
const COLOURS = ['red', 'red', 'blue', null, 'blue', 'red', 'red', null, 'blue', 'green'];
const source = { images: INDEXES, labels: LABELS, facets: [LABELS, COLOURS] };
const open = (loss: LossName, seed = 1, dimension = 5, facetWeight = 0) => {
  const mining = requireLoss(loss).compares === 'triplets' ? 'none' : 'all';
  const weights = { sameCategoryWeight: 0.5, facetWeight };
  const settings = { ...SETTINGS, ...weights, loss, mining, seed } as const;
  return openObjective(settings, source, dimension);
};
const ROWS = { indexes: INDEXES, layout: 'triplets' } as const;

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

describe('objective', () => {
  it.each(LOSS_NAMES)('%s gives the gradients of the library in our own backward pass', (loss) => {
    const objective = open(loss, 1, 5, 0.5);
    const embeddings = tf.tidy(() => tf.variable(tf.tensor2d(randomRows(9, 2))));
    const variables = [embeddings, ...objective.variables];
    const f = () => objective.compute(embeddings, ROWS, 1).loss;
    const ours = gradientsOf(f, variables);
    const theirs = tf.variableGrads(f, variables);
    expect(ours.value.dataSync()).toEqual(theirs.value.dataSync());
    for (const [i, variable] of variables.entries()) {
      const [one, other] = [ours.gradients[i], theirs.grads[variable.name]] as tf.Tensor[];
      const [a, b] = [one?.dataSync() as Float32Array, other?.dataSync() as Float32Array];
      for (const [k, value] of a.entries()) expect(value).toBeCloseTo(b[k] as number, 5);
    }
    tf.dispose([ours.value, ...ours.gradients, theirs.value, theirs.grads]);
    embeddings.dispose();
    objective.dispose();
  });
});

describe('facets', () => {
  it('count beside the loss by their weight', () => {
    const embeddings = tf.tensor2d(randomRows(9, 2));
    const [without, half, whole] = [0, 0.5, 1].map((weight) => {
      const objective = open('softmax', 1, 5, weight);
      const loss = tf.tidy(() => objective.compute(embeddings, ROWS, 1).loss.dataSync()[0]);
      objective.dispose();
      return loss as number;
    }) as [number, number, number];
    expect(whole).toBeGreaterThan(without + 0.1);
    expect(half - without).toBeCloseTo((whole - without) / 2, 4);
    embeddings.dispose();
  });
});

describe('proxy-anchor', () => {
  /** Kim et al. 2020, eq. 4, as loops. */
  function plain(rows: Rows, proxies: Rows): number {
    const names = ['a', 'b', 'c', 'd'];
    const s = (row: number, k: number) =>
      dot(
        unit([rows[row] as number[]])[0] as number[],
        unit([proxies[k] as number[]])[0] as number[],
      );
    const of = (keep: (label: string, name: string) => boolean, power: (s: number) => number) =>
      names.map((name, k) => {
        const shown = [...INDEXES].filter((row) => keep(LABELS[row] as string, name));
        return Math.log(1 + sum(shown.map((row) => Math.exp(power(s(row, k))))));
      });
    const pull = of(
      (label, name) => label === name,
      (value) => -32 * (value - 0.1),
    );
    const push = of(
      (label, name) => label !== name,
      (value) => 32 * (value + 0.1),
    );
    return mean(pull) + mean(push);
  }

  it('is the sum of plain loops and has their slope, for embeddings and proxies', () => {
    const objective = open('proxy-anchor');
    const rows = randomRows(9, 4);
    const proxies = (objective.variables[0] as tf.Variable).arraySync() as number[][];
    const embeddings = tf.tidy(() => tf.variable(tf.tensor2d(rows)));
    const variables = [embeddings, ...objective.variables];
    const { value, gradients } = gradientsOf(
      () => objective.compute(embeddings, ROWS, 1).loss,
      variables,
    );
    expect((value.dataSync()[0] as number) / plain(rows, proxies)).toBeCloseTo(1, 5);
    const h = 1e-6;
    const nudged = (of: Rows, at: number, by: number) =>
      of.map((row, i) => row.map((v, k) => (i * 5 + k === at ? v + by : v)));
    const slopes = [
      rows
        .flat()
        .map((_, at) => plain(nudged(rows, at, h), proxies) - plain(nudged(rows, at, -h), proxies)),
      proxies
        .flat()
        .map((_, at) => plain(rows, nudged(proxies, at, h)) - plain(rows, nudged(proxies, at, -h))),
    ];
    for (const [i, expected] of slopes.entries()) {
      for (const [at, found] of (gradients[i] as tf.Tensor).dataSync().entries()) {
        expect(found).toBeCloseTo((expected[at] as number) / (2 * h), 2);
      }
    }
    tf.dispose([value, ...gradients]);
    embeddings.dispose();
    objective.dispose();
  });

  it('owns one unit vector for each label that is trained on, drawn from the seed', () => {
    const [one, again, other] = [
      open('proxy-anchor', 1),
      open('proxy-anchor', 1),
      open('proxy-anchor', 2),
    ];
    const values = [one, again, other].map(
      ({ variables }) => variables[0]?.arraySync() as number[][],
    );
    expect(values[0]?.length).toBe(4);
    for (const proxy of values[0] as number[][]) expect(Math.hypot(...proxy)).toBeCloseTo(1, 5);
    expect(values[1]).toEqual(values[0]);
    expect(values[2]).not.toEqual(values[0]);
    for (const objective of [one, again, other]) objective.dispose();
  });

  it('refuses data without labels', () => {
    const weights = { sameCategoryWeight: 1, facetWeight: 0 };
    const settings = { ...SETTINGS, ...weights, loss: 'proxy-anchor', seed: 1 } as const;
    expect(() => openObjective(settings, { images: INDEXES }, 5)).toThrow(
      expect.objectContaining({ code: 'LABELS_INVALID', details: { field: 'labels' } }),
    );
  });
});
