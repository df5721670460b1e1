import { describe, expect, it } from 'vitest';
import {
  axisEnd,
  axisTicks,
  type CurvePoint,
  chartRows,
  sameCurves,
  shareDomain,
  shareTicks,
} from '../../../apps/web/lib/training/chart-rows.ts';

const start = '2026-01-01T00:00:00.000Z';

function curve(split: 'TRAIN' | 'VAL', steps: number[], value = (step: number) => step) {
  const points: CurvePoint[] = steps.map((step) => ({
    step,
    value: value(step),
    at: new Date(Date.parse(start) + step * 60_000).toISOString(),
  }));
  return { name: 'loss', split, points };
}

describe('chartRows', () => {
  it('joins splits that were measured at the same step', () => {
    const rows = chartRows([curve('TRAIN', [1, 2, 3]), curve('VAL', [2], () => 9)], {
      axis: 'step',
      smoothing: 0,
      start,
    });
    expect(rows).toEqual([
      { x: 1, TRAIN: 1 },
      { x: 2, TRAIN: 2, VAL: 9 },
      { x: 3, TRAIN: 3 },
    ]);
  });

  it('counts time in minutes from the start', () => {
    const rows = chartRows([curve('TRAIN', [5, 10])], { axis: 'time', smoothing: 0, start });
    expect(rows.map((row) => row.x)).toEqual([5, 10]);
  });

  it('has no time axis before the start', () => {
    const options = { axis: 'time', smoothing: 0, start: null } as const;
    expect(chartRows([curve('TRAIN', [5, 10])], options)).toEqual([]);
  });

  it('keeps raw values of long curves and leaves short ones as measured', () => {
    const long = Array.from({ length: 40 }, (_, step) => step + 1);
    const rows = chartRows([curve('TRAIN', long), curve('VAL', [20, 40])], {
      axis: 'step',
      smoothing: 0.9,
      start,
    });
    const last = rows.at(-1);
    expect(last?.['TRAIN raw']).toBe(40);
    expect(last?.TRAIN).toBeLessThan(40);
    expect(last?.VAL).toBe(40);
    expect(last?.['VAL raw']).toBeUndefined();
  });
});

describe('the end of the shared axis', () => {
  const curves = [curve('TRAIN', [1, 182]), curve('VAL', [50])];
  const over = (axis: 'step' | 'time', active: boolean) => axisEnd(curves, { axis, start, active });

  it('is the last point of a run that has ended', () => {
    expect(over('step', false)).toBe(182);
    expect(over('time', false)).toBe(182);
    expect(axisEnd([], { axis: 'step', start, active: false })).toBe(0);
    expect(axisEnd(curves, { axis: 'time', start: null, active: false })).toBe(0);
  });

  it('is the next mark while the run goes on, so that it rarely moves', () => {
    expect(axisTicks(182)[1]).toBe(50);
    expect(over('step', true)).toBe(200);
  });
});

describe('sameCurves', () => {
  it('sees a point that was added, and a value that changed', () => {
    const before = [curve('TRAIN', [1, 2])];
    expect(sameCurves(before, [curve('TRAIN', [1, 2])])).toBe(true);
    expect(sameCurves(before, [curve('TRAIN', [1, 2, 3])])).toBe(false);
    expect(sameCurves(before, [curve('TRAIN', [1, 2], () => 9)])).toBe(false);
    expect(sameCurves(before, [curve('VAL', [1, 2])])).toBe(false);
    expect(sameCurves(before, [])).toBe(false);
  });
});

describe('axes', () => {
  it('takes round steps that reach no further than the end', () => {
    expect(axisTicks(3500)).toEqual([0, 1000, 2000, 3000]);
    expect(axisTicks(12)).toEqual([0, 5, 10]);
    expect(axisTicks(0)).toEqual([0]);
  });

  it('keeps shares between nothing and all', () => {
    const flat = (value: number) => shareDomain([curve('TRAIN', [1, 2], () => value)]);
    expect(flat(1)).toEqual([0.9, 1]);
    expect(flat(0)).toEqual([0, 0.1]);
    const [low, high] = shareDomain([curve('VAL', [72, 91], (step) => step / 100)]) ?? [];
    expect(low).toBeCloseTo(0.7);
    expect(high).toBeCloseTo(0.95);
    expect(shareDomain([])).toBeNull();
  });

  it('marks shares at whole per cents', () => {
    const marks = (low: number, high: number) =>
      shareTicks([low, high]).map((tick) => Math.round(tick * 1000) / 10);
    expect(marks(0.75, 0.85)).toEqual([75, 80, 85]);
    expect(marks(0.35, 0.85)).toEqual([40, 50, 60, 70, 80]);
    expect(marks(0, 1)).toEqual([0, 20, 40, 60, 80, 100]);
  });
});
