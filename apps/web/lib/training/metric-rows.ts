/** A run's figures set out in rows, with those of baselines beside the model's. */

import { type Baseline, type Figure, type Metric, measureOf, metricPlace } from '../metrics.ts';

/** One metric; values by what was judged. */
export interface MetricRow {
  metric: Metric;
  values: Partial<Record<Baseline, number>>;
}

const splitOrder = ['TEST', 'VAL', 'TRAIN'];
const checkpointOrder = ['BEST', 'LATEST', null];

/** What was measured on products that the model never saw comes first, of the best checkpoint first. */
export function metricRows(figures: readonly Figure[]): MetricRow[] {
  const rows = new Map<string, MetricRow>();
  for (const { metric, value } of figures) {
    const key = withoutBaseline(metric);
    const row = rows.get(key) ?? { metric, values: {} };
    row.values[metric.baseline] = value;
    rows.set(key, row);
  }
  return [...rows.values()].sort(
    ({ metric: a }, { metric: b }) =>
      splitOrder.indexOf(a.split) - splitOrder.indexOf(b.split) ||
      placeOfCheckpoint(a) - placeOfCheckpoint(b) ||
      metricPlace(a) - metricPlace(b) ||
      measureOf(a).localeCompare(measureOf(b)),
  );
}

/** The best of several values, to be set in bold; undefined when there is nothing to compare. */
export function bestOf({ metric: { better }, values }: MetricRow): number | undefined {
  const known = Object.values(values);
  if (known.length < 2 || !better) return undefined;
  return better === 'LOWER' ? Math.min(...known) : Math.max(...known);
}

/** The identity but for the baseline, which the one spelling names last. */
function withoutBaseline({ key }: Metric): string {
  return key.replace(/ baseline=\w+$/, '');
}

function placeOfCheckpoint({ checkpoint }: Metric): number {
  return checkpointOrder.indexOf(checkpoint ?? null);
}
