import {
  type Baseline,
  type Figure,
  formatMeasure,
  formatMetric,
  type Metric,
  type MetricName,
  type Metrics,
  parseLabels,
  parseMeasure,
  parseMetric,
} from '@semblance/ml';
import { z } from 'zod';
import type { StoredReport } from './storedReport.ts';

/** The figures that sum a report up. */
export function headlinesOf({ triplets, retrieval }: StoredReport): Metrics {
  const figures: Record<string, number> = {};
  if (triplets) {
    figures.tripletAccuracy = triplets.accuracy;
    figures.meanMargin = triplets.meanMargin;
  }
  for (const [labelSet, { precisionAt, recallAt, mapAtR }] of Object.entries(retrieval)) {
    const labels = parseLabels(labelSet);
    const spell = (name: MetricName, k: number | null) => formatMeasure({ name, k, labels });
    figures[spell('precision', 10)] = precisionAt[10] as number;
    figures[spell('recall', 1)] = recallAt[1] as number;
    figures[spell('recall', 10)] = recallAt[10] as number;
    figures[spell('mapAtR', null)] = mapAtR;
  }
  return figures;
}

/** Headline figures of the model and of every baseline it was judged beside. */
export function headlinesByBaseline(report: StoredReport): [Baseline, Metrics][] {
  const baselines = Object.entries(report.baselines) as [Baseline, Metrics][];
  return [['none', headlinesOf(report)], ...baselines];
}

/** Metrics of one model on one split, each with its whole identity. */
export function figuresOf(
  metrics: Metrics,
  of: Pick<Metric, 'split' | 'checkpoint' | 'tripletSet' | 'baseline'>,
): Figure[] {
  return Object.entries(metrics).map(([measure, value]) => ({
    metric: { ...parseMeasure(measure), ...of },
    value,
  }));
}

const figures = z.array(z.object({ metric: z.string().transform(parseMetric), value: z.number() }));

/** What the column Evaluation.metrics holds. */
export const readFigures = (column: unknown): Figure[] => figures.parse(column);

/** As the column keeps them. */
export const storedFigures = (of: readonly Figure[]) =>
  of.map(({ metric, value }) => ({ metric: formatMetric(metric), value }));
