/** A run's curves by what they measure. */

import { type Metric, measureOf, metricPlace } from '../metrics.ts';
import type { Curve, CurvePoint } from './chart-rows.ts';

/** Curves of one measure, a split each. */
export interface CurveGroup {
  metric: Metric;
  curves: Curve[];
}

export interface CurveGroups {
  /** What tells whether the run learns: losses, then accuracy, then the other shares. */
  main: CurveGroup[];
  /** How it went about it: learning rate, speed and the like. */
  other: CurveGroup[];
}

/** As the API gives a curve. */
export interface Series {
  metric: Metric;
  points: CurvePoint[];
}

/**
 * Curves of the same measure on one chart. What was measured once at the end, on the test split or
 * of a baseline, is no curve and stands in the metrics table alone.
 */
export function groupCurves(series: readonly Series[]): CurveGroups {
  const shown = series.filter(
    ({ metric: { split, baseline }, points }) =>
      points.length > 0 && split !== 'TEST' && baseline === 'NONE',
  );
  const groups = [...Map.groupBy(shown, ({ metric }) => measureOf(metric)).values()]
    .map(groupOf)
    .sort(
      ({ metric: a }, { metric: b }) =>
        metricPlace(a) - metricPlace(b) || measureOf(a).localeCompare(measureOf(b)),
    );
  return {
    main: groups.filter(({ metric }) => metricPlace(metric) < 3),
    other: groups.filter(({ metric }) => metricPlace(metric) >= 3),
  };
}

function groupOf(series: readonly Series[]): CurveGroup {
  const [first] = series as [Series, ...Series[]];
  const curves = series.map(({ metric: { split }, points }) => ({ split, points }));
  return { metric: first.metric, curves };
}
