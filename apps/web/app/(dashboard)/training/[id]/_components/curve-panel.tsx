'use client';

import { memo, useMemo, useState } from 'react';
import { Card, CardBody } from '@/components/ui/card';
import { axisEnd, type XAxis } from '@/lib/training/chart-rows';
import { groupCurves, type Series } from '@/lib/training/curve-groups';
import { CurveChart } from './curve-chart';
import { CurveSwitches } from './curve-switches';
import { MoreCurves } from './more-curves';

interface CurvePanelProps {
  curves: readonly Series[];
  start: string | null;
  active: boolean;
}

const strength = 0.9;
const chartGrid = 'grid gap-4 md:grid-cols-2 2xl:grid-cols-3';

/**
 * Every curve of a run, one chart for each metric, under one set of switches. What else the page
 * hears of the run every moment draws none of them anew.
 */
export const CurvePanel = memo(function CurvePanel({ curves, start, active }: CurvePanelProps) {
  const [smooth, setSmooth] = useState(true);
  const [axis, setAxis] = useState<XAxis>('step');
  const { main, other } = useMemo(() => groupCurves(curves), [curves]);
  const all = [...main, ...other].flatMap((group) => group.curves);
  const end = axisEnd(all, { axis, start, active });
  const view = { axis, smoothing: smooth ? strength : 0, start, end };
  const charts = (groups: typeof main) =>
    groups.map((group) => <CurveChart key={group.metric.key} group={group} view={view} />);
  return (
    <section aria-label="Curves">
      <div className="mb-3 flex flex-wrap items-center justify-between gap-3">
        <h2 className="font-semibold text-lg">Curves</h2>
        <CurveSwitches smooth={smooth} onSmooth={setSmooth} axis={axis} onAxis={setAxis} />
      </div>
      {all.length === 0 ? (
        <NoCurves active={active} />
      ) : (
        <div className={chartGrid}>{charts(main)}</div>
      )}
      {other.length > 0 ? (
        <MoreCurves metrics={other.map(({ metric }) => metric)}>
          {() => <div className={`${chartGrid} mt-3`}>{charts(other)}</div>}
        </MoreCurves>
      ) : null}
    </section>
  );
});

function NoCurves({ active }: { active: boolean }) {
  return (
    <Card>
      <CardBody className="py-12 text-center text-muted-foreground text-sm">
        {active
          ? 'The first points appear with the first steps.'
          : 'The run ended before it had taken a step.'}
      </CardBody>
    </Card>
  );
}
