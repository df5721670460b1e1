/** Figures as the API gives them. */
import type { FigureFragment } from '../../apps/web/lib/api/generated/graphql.ts';
import type { Metric } from '../../apps/web/lib/metrics.ts';
import {
  type Baseline,
  formatMetric,
  parseMeasure,
} from '../../packages/ml/src/evaluation/metric.ts';
import { describeMetric, titleOf } from '../../packages/ml/src/evaluation/metricNames.ts';

export const looks = { id: 'TripletSet_1', name: 'looks', version: 1 };

/** A metric by the spelling of its measure; where nothing is said, of the validation split of `looks`. */
export function metric(measure: string, of: Partial<Metric> = {}): Metric {
  const { split = 'VAL', checkpoint = null, tripletSet = looks, baseline = 'NONE' } = of;
  const parsed = parseMeasure(measure);
  const identity = { ...parsed, split, checkpoint };
  const key = formatMetric({
    ...identity,
    tripletSet: tripletSet?.id ?? null,
    baseline: baseline.toLowerCase() as Baseline,
  });
  const { unit, better } = describeMetric(parsed.name);
  const labels = [...parsed.labels];
  return { ...identity, labels, tripletSet, baseline, key, title: titleOf(parsed), unit, better };
}

export function figure(
  measure: string,
  value: number,
  of: Partial<Metric> & { step?: number } = {},
): FigureFragment {
  return { metric: metric(measure, of), value, step: of.step ?? null };
}
