import type { Curve } from './metrics.ts';
import { smooth } from './smoothing.ts';

export interface CurvePoint {
  step: number;
  epoch: number;
  value: number;
  at: string;
}

export type XAxis = 'step' | 'time';

/** One place on the x axis; the value of a curve under its split, unsmoothed under `<split> raw`. */
export interface ChartRow {
  x: number;
  [curve: string]: number | undefined;
}

/**
 * Curves of one metric as rows for a chart, ordered by x.
 *
 * x is the step, or for `time` the minutes since `start`. With smoothing, curves long enough to
 * gain from it also keep their raw values.
 */
export function chartRows(
  curves: readonly Curve<CurvePoint>[],
  options: { axis: XAxis; smoothing: number; start: string | null },
): ChartRow[] {
  const origin = options.start ? Date.parse(options.start) : Number.NaN;
  const rows = new Map<number, ChartRow>();
  for (const { split, points } of curves) {
    const smoothed = isSmoothable(points) && options.smoothing > 0;
    const values = points.map((point) => point.value);
    const shown = smoothed ? smooth(values, options.smoothing) : values;
    points.forEach((point, place) => {
      const x = options.axis === 'step' ? point.step : (Date.parse(point.at) - origin) / 60_000;
      if (!Number.isFinite(x)) return;
      const row = rows.get(x) ?? { x };
      row[split] = shown[place];
      if (smoothed) row[`${split} raw`] = point.value;
      rows.set(x, row);
    });
  }
  return [...rows.values()].sort((a, b) => a.x - b.x);
}

const fewPoints = 16;

/** A handful of evaluations is not noise: it is drawn as measured, with dots. */
export function isSmoothable(points: readonly unknown[]): boolean {
  return points.length > fewPoints;
}
