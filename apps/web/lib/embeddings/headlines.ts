/** The few figures that sum a model version up. */

import { type Figure, type Metric, measureOf } from '../metrics.ts';

export interface Headlines {
  /** What all of them are measured on. */
  on: Pick<Metric, 'split' | 'tripletSet'>;
  figures: Figure[];
}

const names = ['tripletAccuracy', 'precision@10', 'mapAtR'];
const most = 4;

/**
 * Figures of one split of one set, the first TEST there is (the newest), else of what comes first; null
 * where nothing was measured.
 */
export function headlinesOf(figures: readonly Figure[]): Headlines | null {
  const own = figures.filter(({ metric }) => metric.baseline === 'NONE');
  const on = (own.find(({ metric }) => metric.split === 'TEST') ?? own[0])?.metric;
  if (!on) return null;
  const there = own.filter(
    ({ metric }) => metric.split === on.split && metric.tripletSet?.id === on.tripletSet?.id,
  );
  const chosen = there
    .filter(({ metric }) => placeOf(metric) >= 0)
    .sort(
      ({ metric: a }, { metric: b }) =>
        placeOf(a) - placeOf(b) || measureOf(a).length - measureOf(b).length,
    );
  return { on, figures: (chosen.length > 0 ? chosen : there).slice(0, most) };
}

function placeOf(metric: Metric): number {
  return names.indexOf(measureOf(metric).replace(/\..*$/, ''));
}
