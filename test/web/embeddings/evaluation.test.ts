import { expect, test } from 'vitest';
import {
  labelSetName,
  labelText,
  type RetrievalReport,
  type RetrievalScores,
  scoreRows,
} from '../../../apps/web/lib/embeddings/evaluation.ts';

const scores = (queries: number): RetrievalScores => {
  return { queries, recallAt: {}, precisionAt: {}, mapAtR: 0, rPrecision: 0, mrr: 0 };
};
const report = (perKind: Record<string, RetrievalScores>): RetrievalReport => {
  const perLabel = { Bags: scores(3), '["Shirts","Red"]': scores(9), Caps: scores(3) };
  return { ...scores(15), loneQueries: 2, perKind, perLabel };
};

test('lists all queries, then each kind, then labels with most queries first', () => {
  const rows = scoreRows(report({ WILD: scores(6), CATALOG: scores(9) }));
  expect(rows.map(({ name }) => name)).toEqual([
    'All queries',
    'Wild queries',
    'Catalog queries',
    'Shirts · Red',
    'Bags',
    'Caps',
  ]);
});

test('leaves out kinds where all queries are of one', () => {
  const rows = scoreRows(report({ CATALOG: scores(15) }));
  expect(rows.map(({ sort }) => sort)).toEqual(['all', 'label', 'label', 'label']);
});

test('writes labels and label sets as people read them', () => {
  expect(labelText('Shirts [slim]')).toBe('Shirts [slim]');
  expect(labelText('["Shirts","Red"]')).toBe('Shirts · Red');
  expect(labelSetName('category+colour')).toBe('category + colour');
});
