import { describe, expect, it } from 'vitest';
import { bestOf, metricRows } from '../../../apps/web/lib/training/metric-rows.ts';
import { figure } from '../figures.ts';

describe('metricRows', () => {
  it('puts the model beside its baselines, unseen products and the best checkpoint first', () => {
    const best = { split: 'TEST', checkpoint: 'BEST' } as const;
    const rows = metricRows([
      figure('loss', 0.2, { split: 'TRAIN' }),
      figure('tripletAccuracy', 0.87, { checkpoint: 'LATEST' }),
      figure('tripletAccuracy', 0.88, { checkpoint: 'BEST' }),
      figure('tripletAccuracy', 0.9, best),
      figure('tripletAccuracy', 0.6, { ...best, baseline: 'UNTRAINED' }),
      figure('tripletAccuracy', 0.7, { ...best, baseline: 'HISTOGRAM' }),
    ]);
    expect(
      rows.map(({ metric, values }) => [metric.name, metric.split, metric.checkpoint, values]),
    ).toEqual([
      ['tripletAccuracy', 'TEST', 'BEST', { NONE: 0.9, UNTRAINED: 0.6, HISTOGRAM: 0.7 }],
      ['tripletAccuracy', 'VAL', 'BEST', { NONE: 0.88 }],
      ['tripletAccuracy', 'VAL', 'LATEST', { NONE: 0.87 }],
      ['loss', 'TRAIN', null, { NONE: 0.2 }],
    ]);
  });

  it('keeps label sets apart', () => {
    const rows = metricRows([
      figure('precision@10.category', 0.6),
      figure('precision@10.category+colour', 0.3, { baseline: 'HISTOGRAM' }),
    ]);
    expect(rows.map(({ values }) => values)).toEqual([{ NONE: 0.6 }, { HISTOGRAM: 0.3 }]);
  });
});

describe('bestOf', () => {
  const rowOf = (name: string) =>
    metricRows([figure(name, 0.9), figure(name, 0.6, { baseline: 'UNTRAINED' })]);

  it('is the higher value, or the lower where less is better', () => {
    expect(rowOf('recall@1').map(bestOf)).toEqual([0.9]);
    expect(rowOf('loss').map(bestOf)).toEqual([0.6]);
  });

  it('is none where there is nothing to compare', () => {
    expect(metricRows([figure('recall@1', 0.9)]).map(bestOf)).toEqual([undefined]);
  });
});
