'use client';

import {
  CartesianGrid,
  Line,
  LineChart,
  XAxis as RechartsXAxis,
  ResponsiveContainer,
  Tooltip,
  YAxis,
} from 'recharts';
import { Card } from '@/components/ui/card';
import { formatCompact, formatCount, formatMetric, formatPercent } from '@/lib/format';
import { type Curve, isShare, metricLabel } from '@/lib/metrics';
import { splitWord } from '@/lib/splits';
import {
  axisTicks,
  type CurvePoint,
  chartRows,
  isSmoothable,
  shareDomain,
  shareTicks,
  type XAxis,
} from '@/lib/training/chart-rows';

interface CurveChartProps {
  name: string;
  curves: Curve<CurvePoint>[];
  axis: XAxis;
  smoothing: number;
  start: string | null;
  /** Largest x of all charts of the run. */
  end: number;
}

const colours: Record<string, string> = {
  TRAIN: 'var(--chart-1)',
  VAL: 'var(--chart-2)',
  TEST: 'var(--chart-3)',
};

/** One metric over the run: a line for each split, smoothed lines over their faint raw values. */
export function CurveChart({ name, curves, axis, smoothing, start, end }: CurveChartProps) {
  const rows = chartRows(curves, { axis, smoothing, start });
  const format = (value: number) => (isShare(name) ? formatPercent(value, 1) : formatMetric(value));
  const label = metricLabel(name);
  const domain = isShare(name) ? shareDomain(curves) : null;
  const last = curves.map(({ split, points }) => ({ split, value: points.at(-1)?.value ?? 0 }));
  const tick = { fill: 'var(--muted-foreground)', fontSize: 12 };
  return (
    <Card className="min-w-0 px-4 pt-4 pb-2">
      <div className="mb-3 flex flex-wrap items-baseline justify-between gap-x-4">
        <h3 className="font-semibold">{label}</h3>
        <Legend last={last} format={format} />
      </div>
      <div
        role="img"
        aria-label={`${label} over the run: ${last.map(({ split, value }) => `${splitWord(split)} last ${format(value)}`).join(', ')}`}
        className="h-52"
      >
        <ResponsiveContainer width="100%" height="100%">
          <LineChart
            data={rows}
            margin={{ top: 4, right: 8, bottom: 0, left: 0 }}
            accessibilityLayer={false}
          >
            <CartesianGrid vertical={false} stroke="var(--border)" />
            <RechartsXAxis
              dataKey="x"
              type="number"
              domain={[0, end]}
              ticks={axisTicks(end)}
              tick={tick}
              tickLine={false}
              axisLine={{ stroke: 'var(--border)' }}
              tickFormatter={(x: number) =>
                axis === 'step' ? formatCompact(x) : `${Math.round(x * 10) / 10} min`
              }
              minTickGap={32}
            />
            <YAxis
              width={52}
              domain={domain ?? ['auto', 'auto']}
              ticks={domain ? shareTicks(domain) : undefined}
              tick={tick}
              tickLine={false}
              axisLine={false}
              tickFormatter={(value: number) =>
                isShare(name) ? formatPercent(value) : formatMetric(value)
              }
            />
            <Tooltip
              isAnimationActive={false}
              separator=" "
              contentStyle={{
                background: 'var(--card)',
                border: '1px solid var(--border)',
                borderRadius: 6,
                fontSize: 13,
              }}
              labelFormatter={(x) =>
                axis === 'step'
                  ? `Step ${formatCount(Number(x))}`
                  : `${formatMetric(Number(x))} min`
              }
              formatter={(value) => format(Number(value))}
            />
            {smoothing > 0
              ? curves
                  .filter(({ points }) => isSmoothable(points))
                  .map(({ split }) => (
                    <Line
                      key={`${split} raw`}
                      dataKey={`${split} raw`}
                      stroke={colours[split]}
                      strokeOpacity={0.25}
                      strokeWidth={1}
                      dot={false}
                      activeDot={false}
                      connectNulls
                      isAnimationActive={false}
                      tooltipType="none"
                    />
                  ))
              : null}
            {curves.map(({ split, points }) => (
              <Line
                key={split}
                dataKey={split}
                name={splitWord(split)}
                stroke={colours[split]}
                strokeWidth={2}
                dot={
                  isSmoothable(points) ? false : { r: 2.5, fill: colours[split], strokeWidth: 0 }
                }
                connectNulls
                isAnimationActive={false}
              />
            ))}
          </LineChart>
        </ResponsiveContainer>
      </div>
    </Card>
  );
}

function Legend({
  last,
  format,
}: {
  last: { split: string; value: number }[];
  format: (value: number) => string;
}) {
  return (
    <p className="tnum flex flex-wrap gap-x-4 text-sm">
      {last.map(({ split, value }) => (
        <span key={split} className="inline-flex items-center gap-1.5">
          <span
            aria-hidden
            className="h-0.5 w-3.5 rounded-full"
            style={{ background: colours[split] }}
          />
          <span className="text-muted-foreground">{splitWord(split)}</span>
          {format(value)}
        </span>
      ))}
    </p>
  );
}
