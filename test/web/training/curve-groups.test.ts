import { expect, it } from 'vitest';
import { groupCurves } from '../../../apps/web/lib/training/curve-groups.ts';
import { metric } from '../figures.ts';

it('puts splits of a metric together, losses first, and leaves out what is no curve', () => {
  const points = [{ step: 1, value: 1, at: '2026-01-01T00:00:00.000Z' }];
  const train = { split: 'TRAIN' } as const;
  const { main, other } = groupCurves([
    { metric: metric('learningRate', train), points },
    { metric: metric('activeShare', train), points },
    { metric: metric('tripletAccuracy'), points },
    { metric: metric('tripletAccuracy', { split: 'TEST' }), points },
    { metric: metric('loss', train), points },
    { metric: metric('loss'), points },
    { metric: metric('recall@1'), points: [] },
    { metric: metric('tripletAccuracy', { split: 'TEST', baseline: 'UNTRAINED' }), points },
  ]);
  expect(main.map((group) => [group.metric.name, group.curves.map(({ split }) => split)])).toEqual([
    ['loss', ['TRAIN', 'VAL']],
    ['tripletAccuracy', ['VAL']],
  ]);
  expect(other.map((group) => group.metric.name)).toEqual(['activeShare', 'learningRate']);
});
