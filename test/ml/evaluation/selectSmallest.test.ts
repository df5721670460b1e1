import { expect, test } from 'vitest';
import { selectSmallest } from '../../../packages/ml/src/evaluation/selectSmallest.ts';
import { seededRandom } from '../../../packages/ml/src/random.ts';

test('gives the first of what a whole sort gives, for any length, count and repetition', () => {
  const random = seededRandom(5);
  for (let round = 0; round < 400; round++) {
    const length = 1 + Math.floor(random() * 40);
    const different = 1 + Math.floor(random() * 40);
    const values = Array.from({ length }, () => Math.floor(random() * different));
    const count = Math.floor(random() * (length + 1));
    const expected = [...values].sort((a, b) => a - b).slice(0, count);
    expect([...selectSmallest(Float64Array.from(values), count)]).toEqual(expected);
  }
});
