import { expect, test } from 'vitest';
import { nearestNeighbours } from '../../../packages/ml/src/evaluation/nearestNeighbours.ts';
import { seededRandom } from '../../../packages/ml/src/random.ts';

const random = seededRandom(11);
const dimension = 6;
const embeddings = Float32Array.from({ length: 50 * dimension }, () => random() - 0.5);

function scoresPlainly(query: Float32Array): { index: number; score: number }[] {
  return Array.from({ length: 50 }, (_, index) => {
    let score = 0;
    for (let d = 0; d < dimension; d++) {
      score += (embeddings[index * dimension + d] ?? 0) * (query[d] ?? 0);
    }
    return { index, score };
  }).sort((a, b) => b.score - a.score);
}

test('finds what a full sort finds, leaving out the item itself and the excluded', () => {
  const expected = scoresPlainly(embeddings.subarray(7 * dimension, 8 * dimension))
    .map(({ index }) => index)
    .filter((index) => index !== 7 && index !== 12 && index !== 30);
  const found = nearestNeighbours({ embeddings, dimension, query: 7, k: 9, exclude: [12, 30] });
  expect(found.map(({ index }) => index)).toEqual(expected.slice(0, 9));
});

test('takes a vector as query and returns every item when k is larger than their number', () => {
  const query = Float32Array.from({ length: dimension }, () => random());
  const found = nearestNeighbours({ embeddings, dimension, query, k: 500 });
  expect(found.map(({ index }) => index)).toEqual(scoresPlainly(query).map(({ index }) => index));
});

test('breaks ties by index', () => {
  const equal = Float32Array.from([1, 0, 1, 0, 1, 0]);
  const found = nearestNeighbours({ embeddings: equal, dimension: 2, query: 1, k: 2 });
  expect(found.map(({ index }) => index)).toEqual([0, 2]);
});

test('refuses a query of another dimension, an unknown item and k of zero', () => {
  const query = new Float32Array(dimension + 1);
  expect(() => nearestNeighbours({ embeddings, dimension, query, k: 1 })).toThrowError(
    expect.objectContaining({ code: 'DIMENSION_MISMATCH' }),
  );
  expect(() => nearestNeighbours({ embeddings, dimension, query: 50, k: 1 })).toThrowError(
    expect.objectContaining({ code: 'CONFIG_INVALID' }),
  );
  expect(() => nearestNeighbours({ embeddings, dimension, query: 0, k: 0 })).toThrowError(
    expect.objectContaining({ code: 'CONFIG_INVALID' }),
  );
});
