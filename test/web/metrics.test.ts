import { describe, expect, it } from 'vitest';
import {
  formatFigure,
  isQuality,
  lastFigure,
  measureOf,
  metricText,
  metricWords,
} from '../../apps/web/lib/metrics.ts';
import { figure, metric } from './figures.ts';

describe('the words of a metric', () => {
  it('say everything that tells it from another of the same name', () => {
    const all = metric('precision@10.category+colour', {
      ...{ split: 'TEST', checkpoint: 'BEST', baseline: 'HISTOGRAM' },
    });
    expect(all.title).toBe('Precision@10');
    expect(metricWords(all)).toEqual([
      'category + colour',
      'test',
      'best checkpoint',
      'looks v1',
      'colour histogram',
    ]);
  });

  it('leave out what the place says', () => {
    const without = ['split', 'tripletSet'] as const;
    expect(metricText(metric('mapAtR.category'), without)).toBe('mAP@R (category)');
    expect(metricText(metric('tripletAccuracy'), without)).toBe('Triplet accuracy');
  });

  it('name the measure in one word', () => {
    expect(measureOf(metric('precision@10.base type+colour'))).toBe(
      'precision@10.base%20type+colour',
    );
  });
});

describe('the value of a metric', () => {
  it('is written in per cent where it is a share of one', () => {
    const written = (name: string, value: number) => formatFigure(metric(name), value);
    expect(
      ['recall@1', 'tripletAccuracy', 'activeShare'].map((name) => written(name, 0.5)),
    ).toEqual(['50.0%', '50.0%', '50.0%']);
    expect(['loss', 'learningRate', 'imagesPerSecond'].map((name) => written(name, 0.5))).toEqual([
      '0.500',
      '0.500',
      '0.500',
    ]);
  });

  it('tells quality, or how the run went about it', () => {
    expect(isQuality(metric('precision@10'))).toBe(true);
    expect(isQuality(metric('activeShare'))).toBe(false);
  });
});

describe('lastFigure', () => {
  const summary = [
    figure('precision@10.category+colour', 0.5, { step: 20 }),
    figure('precision@10.category+colour', 0.4, { step: 30 }),
    figure('precision@10.category', 0.1, { split: 'TEST', baseline: 'UNTRAINED' }),
    figure('precision@10.category', 0.6, { split: 'TEST' }),
  ];

  it('is the one measured last, never a baseline', () => {
    const wanted = { name: 'precision', k: 10 };
    expect(lastFigure(summary, { ...wanted, split: 'VAL' })?.value).toBe(0.4);
    expect(lastFigure(summary, { ...wanted, split: 'TEST' })?.value).toBe(0.6);
  });

  it('keeps to the split and the cut-off it is asked for', () => {
    expect(lastFigure(summary, { name: 'precision', k: 10, split: 'TRAIN' })).toBeUndefined();
    expect(lastFigure(summary, { name: 'precision', k: 1, split: 'VAL' })).toBeUndefined();
  });
});
