import { describe, expect, it } from 'vitest';
import {
  compareWithBaselines,
  groupCurves,
  headlineMetrics,
  isShare,
  lastMetric,
  metricLabel,
  parseMetricName,
} from '../../apps/web/lib/metrics.ts';

describe('metric names', () => {
  it('tells baselines from the model', () => {
    expect(parseMetricName('pretrained.precision@10.category')).toEqual({
      metric: 'precision@10.category',
      baseline: 'pretrained',
    });
    expect(parseMetricName('untrained.precision@10.category')).toEqual({
      metric: 'precision@10.category',
      baseline: 'untrained',
    });
    expect(parseMetricName('histogram.tripletAccuracy').baseline).toBe('histogram');
    expect(parseMetricName('tripletAccuracy').baseline).toBeNull();
  });

  it('writes both spellings of a metric alike', () => {
    expect(metricLabel('precisionAt10')).toBe('Precision@10');
    expect(metricLabel('precision@10')).toBe('Precision@10');
    expect(metricLabel('precision@10.category+colour')).toBe('Precision@10 (category + colour)');
    expect(metricLabel('mapAtR')).toBe('mAP@R');
    expect(metricLabel('mAP@R.category')).toBe('mAP@R (category)');
    expect(metricLabel('tripletAccuracy')).toBe('Triplet accuracy');
  });

  it('knows shares of one', () => {
    expect(['recall@1', 'tripletAccuracy', 'activeShare'].every(isShare)).toBe(true);
    expect(['loss', 'learningRate', 'imagesPerSecond'].some(isShare)).toBe(false);
  });
});

describe('compareWithBaselines', () => {
  it('puts the model beside its baselines, unseen products first', () => {
    const rows = compareWithBaselines([
      { name: 'tripletAccuracy', split: 'VAL', value: 0.88 },
      { name: 'tripletAccuracy', split: 'TEST', value: 0.9 },
      { name: 'untrained.tripletAccuracy', split: 'TEST', value: 0.6 },
      { name: 'histogram.tripletAccuracy', split: 'TEST', value: 0.7 },
    ]);
    expect(rows).toEqual([
      {
        metric: 'tripletAccuracy',
        split: 'TEST',
        model: 0.9,
        untrained: 0.6,
        pretrained: null,
        histogram: 0.7,
      },
      {
        metric: 'tripletAccuracy',
        split: 'VAL',
        model: 0.88,
        untrained: null,
        pretrained: null,
        histogram: null,
      },
    ]);
  });
});

describe('lastMetric', () => {
  const summary = [
    { name: 'precisionAt10', split: 'VAL', value: 0.5 },
    { name: 'untrained.precision@10.category', split: 'TEST', value: 0.1 },
    { name: 'precision@10.category', split: 'TEST', value: 0.6 },
    { name: 'precision@10.category+colour', split: 'TEST', value: 0.3 },
  ];

  it('prefers the test value and never a baseline', () => {
    expect(lastMetric(summary, 'precision@10')).toBe(0.6);
  });

  it('keeps to the split it is asked for', () => {
    expect(lastMetric(summary, 'precision@10', 'VAL')).toBe(0.5);
    expect(lastMetric(summary, 'precision@10', 'TRAIN')).toBeUndefined();
  });
});

describe('groupCurves', () => {
  it('puts splits of a metric together, losses first, and leaves out what is no curve', () => {
    const points = [{ step: 1 }];
    const { main, other } = groupCurves([
      { name: 'learningRate', split: 'TRAIN', points },
      { name: 'activeShare', split: 'TRAIN', points },
      { name: 'tripletAccuracy', split: 'VAL', points },
      { name: 'tripletAccuracy', split: 'TEST', points },
      { name: 'loss', split: 'TRAIN', points },
      { name: 'loss', split: 'VAL', points },
      { name: 'recallAt1', split: 'VAL', points: [] },
      { name: 'untrained.tripletAccuracy', split: 'TEST', points },
    ]);
    expect(main.map(([name, curves]) => [name, curves.length])).toEqual([
      ['loss', 2],
      ['tripletAccuracy', 1],
    ]);
    expect(other.map(([name]) => name)).toEqual(['activeShare', 'learningRate']);
  });
});

describe('headlineMetrics', () => {
  it('prefers what was measured on unseen products', () => {
    const metrics: [string, number][] = [
      ['mapAtR', 0.3],
      ['precision@10.category', 0.7],
      ['tripletAccuracy', 0.9],
    ];
    expect(headlineMetrics(metrics).map(([name]) => name)).toEqual([
      'tripletAccuracy',
      'precision@10.category',
    ]);
    expect(headlineMetrics([['mapAtR', 0.3]])).toEqual([['mapAtR', 0.3]]);
  });
});
