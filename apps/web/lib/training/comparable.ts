/** Which figures of runs may be compared: those of one split of one triplet set. */

import type { Split } from '../api/generated/graphql';
import { type Figure, isQuality, type Metric, measureOf, metricPlace } from '../metrics.ts';

interface Run {
  tripletSet: { id: string; name: string; version: number };
  summary: readonly Figure[];
  config: { loss: string };
}

export interface Scope {
  split: Split;
  /** Id of the triplet set. */
  tripletSet: string;
}

/** The triplet sets that the runs learn from, each once, in order of the runs. */
export function setsOfRuns(runs: readonly Run[]): Run['tripletSet'][] {
  return [...new Map(runs.map(({ tripletSet }) => [tripletSet.id, tripletSet])).values()];
}

const compared = /^(tripletAccuracy|precision@10(\..*)?)$/;

/**
 * The metrics that runs are compared by: each has its own column, and a run that was not measured so
 * has nothing in it.
 */
export function comparableMetrics(runs: readonly Run[], scope: Scope): Metric[] {
  const metrics = runs.flatMap(({ summary }) =>
    summary.map(({ metric }) => metric).filter((metric) => isCompared(metric, scope)),
  );
  return [...new Map(metrics.map((metric) => [metric.key, metric])).values()].sort(
    (a, b) => metricPlace(a) - metricPlace(b) || measureOf(a).length - measureOf(b).length,
  );
}

/** What steps lose is of no checkpoint; what tells quality is compared at the best one. */
function isCompared(metric: Metric, { split, tripletSet }: Scope): boolean {
  if (metric.baseline !== 'NONE' || metric.tripletSet?.id !== tripletSet) return false;
  if (metric.name === 'loss') return metric.split === 'TRAIN';
  const isBest = metric.split === split && metric.checkpoint === 'BEST';
  return isBest && isQuality(metric) && compared.test(measureOf(metric));
}

/** Whether all runs of the set make the same loss smaller: values of different losses say nothing. */
export function isOneLoss(runs: readonly Run[], { tripletSet }: Scope): boolean {
  const losses = runs
    .filter((run) => run.tripletSet.id === tripletSet)
    .map(({ config }) => config.loss);
  return new Set(losses).size <= 1;
}

/** The run's figure of exactly this metric. */
export function figureIn({ summary }: Pick<Run, 'summary'>, { key }: Metric): number | undefined {
  return summary.find(({ metric }) => metric.key === key)?.value;
}
