import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';
import { openBackend } from '../../../packages/ml/src/backend/open.ts';
import { type Facet, openFacets } from '../../../packages/ml/src/losses/facets.ts';

beforeAll(async () => {
  await openBackend({ prefer: 'wasm' });
});

const ROWS = [
  [1, 0, 0],
  [0, 0.6, 0.8],
  [0, 1, 0],
  [0.6, 0, -0.8],
];
const KINDS: Facet = ['shirt', 'shirt', 'bag', 'bag'];
const COLOURS: Facet = ['red', null, 'red', 'blue'];
const MATERIALS: Facet = ['silk', 'wool', 'wool', 'silk'];
const IMAGES = Uint32Array.from([0, 1, 2, 3]);

function cosine(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, i) => sum + value * (b[i] as number), 0) / Math.hypot(...b);
}

/** Cross-entropy of one facet, over rows with a value, by loops. */
function plainly(facet: Facet, values: string[], vectors: number[][]): number {
  const losses = facet.flatMap((value, row) => {
    if (value === null) return [];
    const scores = vectors.map((vector) => Math.exp(16 * cosine(ROWS[row] as number[], vector)));
    const own = scores[values.indexOf(value)] as number;
    return [-Math.log(own / scores.reduce((a, b) => a + b, 0))];
  });
  return losses.reduce((a, b) => a + b, 0) / losses.length;
}

it('adds the cross-entropy of the category to half the mean of that of the attributes', () => {
  const facets = openFacets([KINDS, MATERIALS, COLOURS], IMAGES, 3, 5);
  // Blue is one image's alone, and so is told apart from nothing: no vector, no facet of two.
  expect(facets.variables.map(({ shape }) => shape)).toEqual([
    [2, 3],
    [2, 3],
  ]);
  const [kinds, materials] = facets.variables.map((v) => v.arraySync() as number[][]);
  const expected =
    plainly(KINDS, ['bag', 'shirt'], kinds as number[][]) +
    plainly(MATERIALS, ['silk', 'wool'], materials as number[][]) / 2 / 2;
  const before = tf.memory().numTensors;
  const loss = tf.tidy(() => facets.compute(tf.tensor2d(ROWS), IMAGES).dataSync()[0] as number);
  expect(loss).toBeCloseTo(expected, 4);
  expect(tf.memory().numTensors).toBe(before);
  tf.dispose(facets.variables);
});

it('leaves rows of unknown value out', () => {
  const colours: Facet = ['red', null, 'blue', 'blue', 'red', 'green'];
  const images = Uint32Array.from([0, 1, 2, 3, 4, 5]);
  const facets = openFacets([colours], images, 3, 5);
  const [vectors] = facets.variables.map((v) => v.arraySync() as number[][]);
  const rows = [0, 1, 2, 5];
  const values = rows.map((row) => colours[row] ?? null);
  // Green is one image's alone: unknown as well.
  const known = values.map((value) => (value === 'green' ? null : value));
  const loss = tf.tidy(() => {
    const embeddings = tf.tensor2d(ROWS);
    return facets.compute(embeddings, Uint32Array.from(rows)).dataSync()[0] as number;
  });
  expect(loss).toBeCloseTo(plainly(known, ['blue', 'red'], vectors as number[][]), 4);
  const nothing = tf.tidy(() =>
    facets.compute(tf.tensor2d([[1, 0, 0]]), Uint32Array.from([1])).dataSync(),
  );
  expect(nothing[0]).toBe(0);
  tf.dispose(facets.variables);
});

it('draws an image and the vector of its value together', () => {
  const facets = openFacets([KINDS], IMAGES, 3, 5);
  const embeddings = tf.variable(tf.tensor2d(ROWS));
  const { value, grads } = tf.variableGrads(
    () => facets.compute(embeddings as unknown as tf.Tensor2D, IMAGES),
    [embeddings, ...facets.variables],
  );
  const lossAfter = tf.tidy(() => {
    for (const variable of [embeddings, ...facets.variables]) {
      variable.assign(tf.sub(variable, tf.mul(0.01, grads[variable.name] as tf.Tensor)));
    }
    return facets.compute(embeddings as unknown as tf.Tensor2D, IMAGES).dataSync()[0] as number;
  });
  expect(lossAfter).toBeLessThan(value.dataSync()[0] as number);
  tf.dispose([value, ...Object.values(grads), embeddings, ...facets.variables]);
});
