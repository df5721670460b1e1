'use client';

import { memo } from 'react';
import { MetricChip } from '@/components/shared/metric-chip';
import { Card } from '@/components/ui/card';
import { formatFigure, metricText } from '@/lib/metrics';
import { splitWord } from '@/lib/splits';
import { sameCurves } from '@/lib/training/chart-rows';
import type { CurveGroup } from '@/lib/training/curve-groups';
import { CurvePlot, type CurveView } from './curve-plot';
import { splitColour } from './split-colour';

interface CurveChartProps {
  group: CurveGroup;
  view: CurveView;
}

const without = ['split', 'tripletSet'] as const;

/** One metric over the run, with its last values; drawn anew only when these change. */
export const CurveChart = memo(function CurveChart({ group, view }: CurveChartProps) {
  const { metric, curves } = group;
  const last = curves.map(({ split, points }) => ({
    split,
    value: formatFigure(metric, points.at(-1)?.value ?? 0),
  }));
  return (
    <Card className="min-w-0 px-4 pt-4 pb-2">
      <div className="mb-3 flex flex-wrap items-baseline justify-between gap-x-4">
        <h3 className="font-semibold">
          <MetricChip metric={metric} without={without} />
        </h3>
        <Legend last={last} />
      </div>
      <div
        role="img"
        aria-label={`${metricText(metric, without)} over the run: ${last.map(({ split, value }) => `${splitWord(split)} last ${value}`).join(', ')}`}
        className="h-52"
      >
        <CurvePlot group={group} view={view} />
      </div>
    </Card>
  );
}, showsTheSame);

function showsTheSame(before: CurveChartProps, after: CurveChartProps): boolean {
  const [a, b] = [before.view, after.view];
  const sameView =
    a.axis === b.axis && a.smoothing === b.smoothing && a.start === b.start && a.end === b.end;
  return sameView && sameCurves(before.group.curves, after.group.curves);
}

function Legend({ last }: { last: { split: string; value: string }[] }) {
  return (
    <p className="tnum flex flex-wrap gap-x-4 text-sm">
      {last.map(({ split, value }) => (
        <span key={split} className="inline-flex items-center gap-1.5">
          <span
            aria-hidden
            className="h-0.5 w-3.5 rounded-full"
            style={{ background: splitColour(split) }}
          />
          <span className="text-muted-foreground">{splitWord(split)}</span>
          {value}
        </span>
      ))}
    </p>
  );
}
