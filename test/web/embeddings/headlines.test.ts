import { describe, expect, it } from 'vitest';
import { headlinesOf } from '../../../apps/web/lib/embeddings/headlines.ts';
import { figure, looks } from '../figures.ts';

const other = { id: 'TripletSet_2', name: 'looks', version: 2 };
const test = { split: 'TEST' } as const;

describe('headlinesOf', () => {
  const spelled = (figures: Parameters<typeof headlinesOf>[0]) =>
    headlinesOf(figures)?.figures.map(({ metric }) => metric.key);

  it('prefers what was measured on unseen products, of one set that it names', () => {
    const figures = [
      figure('mapAtR.category', 0.3),
      figure('precision@10.category+colour', 0.4, test),
      figure('precision@10.category', 0.7, test),
      figure('tripletAccuracy', 0.9, test),
      figure('tripletAccuracy', 0.5, { ...test, baseline: 'HISTOGRAM' }),
      figure('tripletAccuracy', 0.8, { ...test, tripletSet: other }),
    ];
    expect(spelled(figures)).toEqual([
      `tripletAccuracy TEST set=${looks.id}`,
      `precision@10.category TEST set=${looks.id}`,
      `precision@10.category+colour TEST set=${looks.id}`,
    ]);
    expect(headlinesOf(figures)?.on).toMatchObject({ split: 'TEST', tripletSet: looks });
  });

  it('takes what there is where no headline was measured', () => {
    expect(spelled([figure('recall@1', 0.3, { tripletSet: null })])).toEqual(['recall@1 VAL']);
    expect(headlinesOf([])).toBeNull();
  });
});
