'use client';

import {
  CartesianGrid,
  Line,
  LineChart,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import { tick, tooltip } from '@/components/shared/chart-style';
import type { TripletReportFragment } from '@/lib/api/generated/graphql';
import { formatMetric, formatPercent } from '@/lib/format';

type Roc = TripletReportFragment['roc'];

const axis = {
  type: 'number' as const,
  domain: [0, 1],
  tick,
  tickLine: false,
  ticks: [0, 0.25, 0.5, 0.75, 1],
  tickFormatter: (share: number) => formatPercent(share),
};

/** True positives over false positives at every threshold of distance. */
export function RocChart({ roc }: { roc: Roc }) {
  return (
    <div
      role="img"
      aria-label={`ROC of distances: area ${formatMetric(roc.areaUnderCurve)}, equal error rate ${formatPercent(roc.equalErrorRate, 1)} at distance ${formatMetric(roc.equalErrorThreshold)}`}
      className="h-64"
    >
      <ResponsiveContainer width="100%" height="100%">
        <LineChart data={roc.points} margin={{ top: 4, right: 8, bottom: 0, left: 0 }}>
          <CartesianGrid vertical={false} stroke="var(--border)" />
          <XAxis dataKey="falsePositiveRate" {...axis} axisLine={{ stroke: 'var(--border)' }} />
          <YAxis width={52} {...axis} axisLine={false} />
          <ReferenceLine
            segment={[
              { x: 0, y: 0 },
              { x: 1, y: 1 },
            ]}
            stroke="var(--border)"
          />
          <Tooltip
            {...tooltip}
            labelFormatter={(x) => `False positives ${formatPercent(Number(x), 1)}`}
            formatter={(value, _name, item) => {
              const { threshold } = item.payload as Roc['points'][number];
              return `${formatPercent(Number(value), 1)} at distance ${formatMetric(threshold)}`;
            }}
          />
          <Line
            dataKey="truePositiveRate"
            name="True positives"
            stroke="var(--chart-1)"
            strokeWidth={2}
            dot={false}
            isAnimationActive={false}
          />
        </LineChart>
      </ResponsiveContainer>
    </div>
  );
}
