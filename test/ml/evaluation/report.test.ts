import { expect, test } from 'vitest';
import {
  type EvaluationData,
  reportEvaluation,
} from '../../../packages/ml/src/evaluation/report.ts';

/** Unit vectors at these angles in degrees. */
const at = (...degrees: number[]) =>
  Float32Array.from(
    degrees.flatMap((degree) => {
      const angle = (degree * Math.PI) / 180;
      return [Math.cos(angle), Math.sin(angle)];
    }),
  );

/** Euclidean distance of unit vectors that many degrees apart. */
const chord = (degrees: number) => 2 * Math.sin((degrees * Math.PI) / 360);

/** Two shirts (one with a wild photo), two bags and a lone hat. */
const data: EvaluationData = {
  count: 6,
  triplets: Uint32Array.of(1, 2, 3, 0, 2, 5),
  heldOut: Uint32Array.of(0, 1, 2, 3, 4, 5),
  groups: ['shirt1', 'shirt1', 'shirt2', 'bag1', 'bag2', 'hat1'],
  kinds: ['CATALOG', 'WILD', 'CATALOG', 'CATALOG', 'CATALOG', 'CATALOG'],
  categories: ['shirt', 'shirt', 'shirt', 'bag', 'bag', 'hat'],
  labels: {
    category: ['shirt', 'shirt', 'shirt', 'bag', 'bag', 'hat'],
    nothing: ['a', 'b', 'c', 'd', 'e', 'f'],
  },
};
const embeddings = at(0, 50, 10, 65, 90, 19);

test('gives triplet accuracy whole, by kind of query and by kind of negative', () => {
  const { triplets } = reportEvaluation(embeddings, 2, data);
  // The wild query is 40 degrees from its positive and 15 from its negative: wrong.
  const wild = chord(15) - chord(40);
  // The catalog query is 10 degrees from its positive and 19 from its negative: right.
  const catalog = chord(19) - chord(10);
  expect(triplets?.accuracy).toBe(1 / 2);
  expect(triplets?.meanMargin).toBeCloseTo((wild + catalog) / 2, 5);
  expect(triplets?.perQueryKind.WILD).toMatchObject({ accuracy: 0, count: 1 });
  expect(triplets?.perQueryKind.CATALOG).toMatchObject({ accuracy: 1, count: 1 });
  expect(triplets?.perNegativeKind).toMatchObject({ OUT_OF_CLASS: { accuracy: 1 / 2, count: 2 } });
  // Positives 40 and 10 degrees away, negatives 15 and 19: nearer in two of four comparisons.
  expect(triplets?.roc.areaUnderCurve).toBe(2 / 4);
});

test('gives retrieval for each label set and kind, and counts lone queries', () => {
  const { retrieval } = reportEvaluation(embeddings, 2, data, { ks: [1] });
  const { category } = retrieval;
  // Of the nearest of other products: 0 finds shirt2, 1 finds bag1, 2 the hat, 3 finds shirt1's wild photo, 4 finds bag1; the hat has no match.
  expect(category?.queries).toBe(5);
  expect(category?.loneQueries).toBe(1);
  expect(category?.recallAt[1]).toBeCloseTo(2 / 5, 12);
  expect(category?.perKind.WILD?.recallAt[1]).toBe(0);
  expect(category?.perLabel.bag?.recallAt[1]).toBe(1 / 2);
  expect(retrieval).not.toHaveProperty('nothing');
});

test('shows rankings of other products, one hit each, with what is right', () => {
  const { samples } = reportEvaluation(embeddings, 2, data, { sampleCount: 2, sampleDepth: 3 });
  expect(samples.map(({ why }) => why)).toEqual(['random', 'random', 'worst', 'worst']);
  for (const { query, results } of samples) {
    expect(query).not.toBe(5);
    const products = results.map(({ row }) => data.groups[row]);
    expect(new Set(products).size).toBe(products.length);
    expect(products).not.toContain(data.groups[query]);
    for (const { row, right } of results) {
      expect(right.category).toBe(data.categories[row] === data.categories[query]);
    }
  }
});

test('judges what there is when there are no triplets or no held-out products', () => {
  const none = new Uint32Array();
  expect(reportEvaluation(embeddings, 2, { ...data, triplets: none }).triplets).toBeNull();
  const { retrieval, samples } = reportEvaluation(embeddings, 2, { ...data, heldOut: none });
  expect(retrieval).toEqual({});
  expect(samples).toEqual([]);
});
