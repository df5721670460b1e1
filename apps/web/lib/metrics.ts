/** Reading a run's metrics: which are losses, which are baselines, how they are called. */

import { humanize } from './format.ts';

/** `pretrained`: the network as it started, where it started from trained weights. */
export type Baseline = 'untrained' | 'pretrained' | 'histogram';

export interface MetricName {
  /** The metric without its baseline, as the API names it. */
  metric: string;
  baseline: Baseline | null;
}

const baselinePattern =
  /^(?:baselines?[\s._:/-]*)?(untrained|pretrained|(?:colou?r[\s._-]*)?histogram)[\s._:/-]*(.+)$/i;

/** "untrained/precision@10" -> precision@10 of the untrained baseline. */
export function parseMetricName(name: string): MetricName {
  const match = baselinePattern.exec(name);
  if (!match?.[1] || !match[2]) return { metric: name, baseline: null };
  const known = match[1].toLowerCase();
  const baseline = known === 'untrained' || known === 'pretrained' ? known : 'histogram';
  const metric = match[2].charAt(0).toLowerCase() + match[2].slice(1);
  return { metric, baseline };
}

const knownLabels: Record<string, string> = {
  mapAtR: 'mAP@R',
  'map@R': 'mAP@R',
  'mAP@R': 'mAP@R',
  mrr: 'MRR',
  rPrecision: 'R-precision',
};

/** What a metric is measured on: "precision@10.category+colour" -> "category+colour". */
function splitQualifier(name: string): { base: string; qualifier: string | null } {
  const dot = name.indexOf('.');
  if (dot < 1) return { base: name, qualifier: null };
  return { base: name.slice(0, dot), qualifier: name.slice(dot + 1) };
}

/**
 * "tripletAccuracy" -> "Triplet accuracy", "precisionAt10" and "precision@10" -> "Precision@10",
 * "precision@10.category+colour" -> "Precision@10 (category + colour)".
 */
export function metricLabel(name: string): string {
  const { base, qualifier } = splitQualifier(name);
  const label = knownLabels[base] ?? humanize(base.replace(/At(\d+)/, '@$1'));
  return qualifier ? `${label} (${qualifier.split('+').join(' + ')})` : label;
}

/** Shares of 0 to 1 are written in per cent; losses, rates and counts are not. */
export function isShare(name: string): boolean {
  return /accuracy|precision|recall|map|mrr|share/i.test(name) && !/loss/i.test(name);
}

/** Metrics where less is better. */
export function lowerIsBetter(name: string): boolean {
  return /loss|activeShare|inputShare|gradientNorm|rank$/i.test(name);
}

export interface MetricRow<Value> {
  metric: string;
  split: string;
  model: Value | null;
  untrained: Value | null;
  pretrained: Value | null;
  histogram: Value | null;
}

const splitOrder = ['TEST', 'VAL', 'TRAIN'];

/**
 * Puts a model's last metrics beside those of its baselines: what was measured on products that the
 * model never saw comes first.
 */
export function compareWithBaselines(
  summary: readonly { name: string; split: string; value: number }[],
): MetricRow<number>[] {
  const rows = new Map<string, MetricRow<number>>();
  for (const { name, split, value } of summary) {
    const { metric, baseline } = parseMetricName(name);
    const key = `${split} ${metric}`;
    const row = rows.get(key) ?? {
      metric,
      split,
      model: null,
      untrained: null,
      pretrained: null,
      histogram: null,
    };
    row[baseline ?? 'model'] = value;
    rows.set(key, row);
  }
  return [...rows.values()].sort(
    (a, b) =>
      splitOrder.indexOf(a.split) - splitOrder.indexOf(b.split) ||
      curvePlace(a.metric) - curvePlace(b.metric) ||
      a.metric.localeCompare(b.metric),
  );
}

export interface Curve<Point> {
  name: string;
  split: string;
  points: Point[];
}

export interface CurveGroups<Point> {
  /** What tells whether the run learns: losses, then accuracy, then the other shares. */
  main: [string, Curve<Point>[]][];
  /** How it went about it: learning rate, speed and the like. */
  other: [string, Curve<Point>[]][];
}

/**
 * Curves of the same metric on one chart. What was measured once at the end, on the test split or
 * of a baseline, is no curve and stands in the metrics table alone.
 */
export function groupCurves<Point>(series: readonly Curve<Point>[]): CurveGroups<Point> {
  const groups = Map.groupBy(
    series.filter(
      ({ name, split, points }) =>
        points.length > 0 && split !== 'TEST' && !parseMetricName(name).baseline,
    ),
    (curve) => curve.name,
  );
  const sorted = [...groups].sort(
    ([a], [b]) => curvePlace(a) - curvePlace(b) || a.localeCompare(b),
  );
  return {
    main: sorted.filter(([name]) => curvePlace(name) < 3),
    other: sorted.filter(([name]) => curvePlace(name) >= 3),
  };
}

function curvePlace(name: string): number {
  if (name === 'loss') return 0;
  if (name === 'tripletAccuracy') return 1;
  return isShare(name) && !name.endsWith('Share') ? 2 : 3;
}

const headlines = [
  'tripletAccuracy',
  'precision@10.category',
  'precision@10.category+colour',
  'mAP@R.category',
];

/** The few figures that sum a model version up; the first ones there are where it has none of them. */
export function headlineMetrics(metrics: readonly [string, number][]): [string, number][] {
  const chosen = headlines.flatMap((name) => metrics.filter(([key]) => key === name));
  return chosen.length > 0 ? chosen : metrics.slice(0, headlines.length);
}

/**
 * Last value of a metric whatever way it is spelt ("precision@10", "precisionAt10") and whatever it
 * is measured on, the first one named winning; without a split, the test value before the validation
 * value. Baselines do not count.
 */
export function lastMetric(
  summary: readonly { name: string; split: string; value: number }[],
  name: string,
  split?: string,
): number | undefined {
  const wanted = metricLabel(name);
  const found = summary.filter(
    (metric) => metricLabel(splitQualifier(metric.name).base) === wanted,
  );
  for (const place of split ? [split] : ['TEST', 'VAL', 'TRAIN']) {
    const match = found.find((metric) => metric.split === place);
    if (match) return match.value;
  }
  return undefined;
}
