'use client';

import {
  CartesianGrid,
  LineChart,
  XAxis as RechartsXAxis,
  ResponsiveContainer,
  Tooltip,
  YAxis,
} from 'recharts';
import { tick, tooltip } from '@/components/shared/chart-style';
import { formatCompact, formatCount, formatMetric, formatPercent } from '@/lib/format';
import { formatFigure, type Metric } from '@/lib/metrics';
import {
  axisTicks,
  type Curve,
  chartRows,
  shareDomain,
  shareTicks,
  type XAxis,
} from '@/lib/training/chart-rows';
import type { CurveGroup } from '@/lib/training/curve-groups';
import { curveLines } from './curve-lines';

/** How all curves of a run are drawn. */
export interface CurveView {
  axis: XAxis;
  smoothing: number;
  start: string | null;
  /** Largest x of all charts of the run. */
  end: number;
}

interface CurvePlotProps {
  group: CurveGroup;
  view: CurveView;
}

/** A line for each split, smoothed ones over their faint raw values. */
export function CurvePlot({ group: { metric, curves }, view }: CurvePlotProps) {
  return (
    <ResponsiveContainer width="100%" height="100%">
      <LineChart
        data={chartRows(curves, view)}
        margin={{ top: 4, right: 8, bottom: 0, left: 0 }}
        accessibilityLayer={false}
      >
        <CartesianGrid vertical={false} stroke="var(--border)" />
        <RechartsXAxis {...acrossAxis(view)} />
        <YAxis {...upAxis(metric, curves)} />
        <Tooltip
          {...tooltip}
          labelFormatter={(x) => placeName(Number(x), view.axis)}
          formatter={(value) => formatFigure(metric, Number(value))}
        />
        {curveLines(curves, view.smoothing > 0)}
      </LineChart>
    </ResponsiveContainer>
  );
}

function acrossAxis({ axis, end }: CurveView) {
  return {
    dataKey: 'x',
    type: 'number' as const,
    domain: [0, end],
    ticks: axisTicks(end),
    tick,
    tickLine: false,
    axisLine: { stroke: 'var(--border)' },
    tickFormatter: (x: number) =>
      axis === 'step' ? formatCompact(x) : `${Math.round(x * 10) / 10} min`,
    minTickGap: 32,
  };
}

function upAxis({ unit }: Metric, curves: readonly Curve[]) {
  const isShare = unit === 'SHARE';
  const domain = isShare ? shareDomain(curves) : null;
  return {
    width: 52,
    domain: domain ?? ['auto', 'auto'],
    ticks: domain ? shareTicks(domain) : undefined,
    tick,
    tickLine: false,
    axisLine: false,
    tickFormatter: (value: number) => (isShare ? formatPercent(value) : formatMetric(value)),
  };
}

function placeName(x: number, axis: XAxis): string {
  return axis === 'step' ? `Step ${formatCount(x)}` : `${formatMetric(x)} min`;
}
