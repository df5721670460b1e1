import { describe, expect, it } from 'vitest';
import {
  comparableMetrics,
  figureIn,
  isOneLoss,
  setsOfRuns,
} from '../../../apps/web/lib/training/comparable.ts';
import { figure, looks } from '../figures.ts';

const other = { id: 'TripletSet_2', name: 'looks', version: 2 };
const best = { checkpoint: 'BEST' } as const;
const tested = { ...best, split: 'TEST' } as const;

/** Ended; still training; of another set. */
const runs = [
  {
    tripletSet: looks,
    config: { loss: 'triplet' },
    summary: [
      figure('loss', 0.1, { split: 'TRAIN' }),
      figure('tripletAccuracy', 0.8, best),
      figure('tripletAccuracy', 0.7, { checkpoint: 'LATEST' }),
      figure('precision@10.category+colour', 0.3, best),
      figure('recall@1.category+colour', 0.5, best),
      figure('tripletAccuracy', 0.9, tested),
      figure('tripletAccuracy', 0.6, { ...tested, baseline: 'UNTRAINED' }),
      figure('precision@10.category', 0.6, tested),
      figure('precision@10.category+colour', 0.4, tested),
    ],
  },
  {
    tripletSet: looks,
    config: { loss: 'triplet' },
    summary: [figure('loss', 0.5, { split: 'TRAIN' }), figure('tripletAccuracy', 0.75, best)],
  },
  {
    tripletSet: other,
    config: { loss: 'circle' },
    summary: [figure('tripletAccuracy', 0.99, { ...best, tripletSet: other })],
  },
];

describe('comparableMetrics', () => {
  const columns = (split: 'VAL' | 'TEST', tripletSet = looks.id) =>
    comparableMetrics(runs, { split, tripletSet });

  it('are those of one split, one set and the best checkpoint, beside the loss', () => {
    expect(columns('VAL').map(({ key }) => key)).toEqual([
      `loss TRAIN set=${looks.id}`,
      `tripletAccuracy VAL BEST set=${looks.id}`,
      `precision@10.category+colour VAL BEST set=${looks.id}`,
    ]);
    expect(columns('TEST').map(({ key }) => key)).toEqual([
      `loss TRAIN set=${looks.id}`,
      `tripletAccuracy TEST BEST set=${looks.id}`,
      `precision@10.category TEST BEST set=${looks.id}`,
      `precision@10.category+colour TEST BEST set=${looks.id}`,
    ]);
  });

  it('have no value of another split, checkpoint or set in them', () => {
    const values = (split: 'VAL' | 'TEST') =>
      columns(split).map((metric) => runs.map((run) => figureIn(run, metric)));
    expect(values('VAL')).toEqual([
      [0.1, 0.5, undefined],
      [0.8, 0.75, undefined],
      [0.3, undefined, undefined],
    ]);
    expect(values('TEST').slice(1)).toEqual([
      [0.9, undefined, undefined],
      [0.6, undefined, undefined],
      [0.4, undefined, undefined],
    ]);
    const [metric] = columns('VAL', other.id);
    expect(runs.map((run) => metric && figureIn(run, metric))).toEqual([
      undefined,
      undefined,
      0.99,
    ]);
  });
});

it('knows the sets of the runs, and whether their losses say the same', () => {
  expect(setsOfRuns(runs)).toEqual([looks, other]);
  expect(isOneLoss(runs, { split: 'VAL', tripletSet: looks.id })).toBe(true);
  const mixed = runs.map((run) => ({ ...run, tripletSet: looks }));
  expect(isOneLoss(mixed, { split: 'VAL', tripletSet: looks.id })).toBe(false);
});
