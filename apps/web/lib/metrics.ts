/** What figures are, in words, and which of them may stand side by side. */

import type { FigureFragment, MetricIdentityFragment } from './api/generated/graphql';
import { formatMetric, formatPercent } from './format.ts';
import { splitWord } from './splits.ts';

export type Metric = MetricIdentityFragment;
export type Figure = Pick<FigureFragment, 'metric' | 'value'>;
export type Baseline = Metric['baseline'];

/** What is said of a metric beside its title. */
export type MetricPart = 'labels' | 'split' | 'checkpoint' | 'tripletSet' | 'baseline';

export const baselineNames: Record<Baseline, string | null> = {
  NONE: null,
  UNTRAINED: 'Untrained',
  PRETRAINED: 'Before training',
  HISTOGRAM: 'Colour histogram',
};

const checkpointNames = { BEST: 'best checkpoint', LATEST: 'latest checkpoint' };

/** The words for each part that the metric has, but for those that are said elsewhere. */
export function metricWords(metric: Metric, without: readonly MetricPart[] = []): string[] {
  const { labels, split, checkpoint, tripletSet, baseline } = metric;
  const words: Record<MetricPart, string | null> = {
    labels: labels.length > 0 ? labelSetName(labels) : null,
    split: splitWord(split),
    checkpoint: checkpoint ? checkpointNames[checkpoint] : null,
    tripletSet: tripletSet ? `${tripletSet.name} v${tripletSet.version}` : null,
    baseline: baselineNames[baseline]?.toLowerCase() ?? null,
  };
  return (Object.keys(words) as MetricPart[]).flatMap((part) =>
    without.includes(part) || words[part] === null ? [] : [words[part]],
  );
}

/** "Precision@10 (category + colour, validation)": for places that take no elements. */
export function metricText(metric: Metric, without: readonly MetricPart[] = []): string {
  const words = metricWords(metric, without);
  return words.length > 0 ? `${metric.title} (${words.join(', ')})` : metric.title;
}

/** `category, colour` as people read it. */
export function labelSetName(labels: readonly string[]): string {
  return labels.join(' + ');
}

/** Shares of 0 to 1 are written in per cent; losses, rates and counts are not. */
export function formatFigure({ unit }: Pick<Metric, 'unit'>, value: number): string {
  return unit === 'SHARE' ? formatPercent(value, 1) : formatMetric(value);
}

/** What is measured, whatever on: the first word of the one spelling. */
export function measureOf({ key }: Pick<Metric, 'key'>): string {
  return key.split(' ', 1)[0] ?? key;
}

/** Whether the metric tells how good a model is, and not how it went about learning. */
export function isQuality({ unit, better }: Pick<Metric, 'unit' | 'better'>): boolean {
  return unit === 'SHARE' && better === 'HIGHER';
}

/** Order of metrics: losses, then accuracy, then the other shares that tell quality, then the rest. */
export function metricPlace(metric: Pick<Metric, 'name' | 'unit' | 'better'>): number {
  if (metric.name === 'loss') return 0;
  if (metric.name === 'tripletAccuracy') return 1;
  return isQuality(metric) ? 2 : 3;
}

/** The model's own figure of that name that was measured last; undefined where there is none. */
export function lastFigure(
  figures: readonly FigureFragment[],
  wanted: Pick<Metric, 'name' | 'split'> & { k?: number },
): FigureFragment | undefined {
  return figures
    .filter(
      ({ metric: { name, k, split, baseline } }) =>
        name === wanted.name &&
        (k ?? null) === (wanted.k ?? null) &&
        split === wanted.split &&
        baseline === 'NONE',
    )
    .toSorted((a, b) => (b.step ?? 0) - (a.step ?? 0))[0];
}
