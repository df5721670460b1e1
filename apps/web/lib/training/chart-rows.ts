import type { Split } from '../api/generated/graphql';
import { smooth } from './smoothing.ts';

export interface CurvePoint {
  step: number;
  value: number;
  at: string;
}

/** How one measure went on one split. */
export interface Curve {
  split: Split;
  points: CurvePoint[];
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
  curves: readonly Curve[],
  options: { axis: XAxis; smoothing: number; start: string | null },
): ChartRow[] {
  const rows = new Map<number, ChartRow>();
  for (const { split, points } of curves) {
    const smoothed = isSmoothable(points) && options.smoothing > 0;
    const values = points.map((point) => point.value);
    const shown = smoothed ? smooth(values, options.smoothing) : values;
    points.forEach((point, place) => {
      const x = placeOf(point, options.axis, options.start);
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

/** Round places from 0 up to `max`, about `count` of them, for an axis that several charts share. */
export function axisTicks(max: number, count = 4): number[] {
  if (!(max > 0)) return [0];
  const rough = max / count;
  const unit = 10 ** Math.floor(Math.log10(rough));
  const step = unit * ([1, 2, 5, 10].find((factor) => factor * unit >= rough) ?? 10);
  return Array.from({ length: Math.floor(max / step) + 1 }, (_, place) => place * step);
}

/**
 * The largest x of any curve, so that every chart of a run has the same axis. While the run goes on
 * it is rounded up to the next mark: charts without a new point then stay as they are.
 */
export function axisEnd(
  curves: readonly Curve[],
  { axis, start, active }: { axis: XAxis; start: string | null; active: boolean },
): number {
  const places = curves.flatMap(({ points }) => {
    const last = points.at(-1);
    return last ? [placeOf(last, axis, start)] : [];
  });
  const end = Math.max(0, ...places.filter(Number.isFinite));
  const mark = axisTicks(end)[1];
  return active && mark ? Math.ceil(end / mark) * mark : end;
}

/** On the x axis: the step, or minutes since the start; no number where that is not known. */
function placeOf({ step, at }: CurvePoint, axis: XAxis, start: string | null): number {
  if (axis === 'step') return step;
  return start ? (Date.parse(at) - Date.parse(start)) / 60_000 : Number.NaN;
}

/** Whether curves show the same: points are only ever added at their ends. */
export function sameCurves(a: readonly Curve[], b: readonly Curve[]): boolean {
  return (
    a.length === b.length &&
    a.every(({ split, points }, place) => {
      const other = b[place];
      const [end, otherEnd] = [points.at(-1), other?.points.at(-1)];
      return (
        split === other?.split &&
        points.length === other.points.length &&
        end?.step === otherEnd?.step &&
        end?.value === otherEnd?.value
      );
    })
  );
}

/**
 * Bounds of a share's axis: whole steps of 5 % around the values, never outside 0 to 1 and never
 * empty. Null without a finite value.
 */
export function shareDomain(curves: readonly Curve[]): [number, number] | null {
  const values = curves
    .flatMap(({ points }) => points.map((point) => point.value))
    .filter((value) => Number.isFinite(value));
  if (values.length === 0) return null;
  const low = Math.max(0, Math.floor(Math.min(...values) * 20) / 20);
  const high = Math.min(1, Math.ceil(Math.max(...values) * 20) / 20);
  return high - low >= 0.1 ? [low, high] : [Math.max(0, high - 0.1), Math.max(0.1, high)];
}

/** Whole per cents between the bounds of a share's axis, at most six of them. */
export function shareTicks([low, high]: [number, number]): number[] {
  const step = high - low <= 0.25 ? 0.05 : high - low <= 0.5 ? 0.1 : 0.2;
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, place) => (first + place) * step);
}
