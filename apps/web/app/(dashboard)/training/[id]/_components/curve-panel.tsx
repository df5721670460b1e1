'use client';

import { ChevronRight } from 'lucide-react';
import { useId, useState } from 'react';
import { Card, CardBody } from '@/components/ui/card';
import { Checkbox } from '@/components/ui/field';
import { Segmented } from '@/components/ui/segmented';
import { type Curve, groupCurves, metricLabel } from '@/lib/metrics';
import { axisEnd, type CurvePoint, type XAxis } from '@/lib/training/chart-rows';
import { CurveChart } from './curve-chart';

interface CurvePanelProps {
  curves: Curve<CurvePoint>[];
  start: string | null;
  active: boolean;
}

const strength = 0.9;
const chartGrid = 'grid gap-4 md:grid-cols-2 2xl:grid-cols-3';

/** Every curve of a run, one chart for each metric, under one set of switches. */
export function CurvePanel({ curves, start, active }: CurvePanelProps) {
  const id = useId();
  const [smooth, setSmooth] = useState(true);
  const [axis, setAxis] = useState<XAxis>('step');
  const { main, other } = groupCurves(curves);
  const end = axisEnd(
    [...main, ...other].flatMap(([, group]) => group),
    axis,
    start,
  );
  const chart = ([name, group]: (typeof main)[number]) => (
    <CurveChart
      key={name}
      name={name}
      curves={group}
      axis={axis}
      smoothing={smooth ? strength : 0}
      start={start}
      end={end}
    />
  );
  return (
    <section aria-label="Curves">
      <div className="mb-3 flex flex-wrap items-center justify-between gap-3">
        <h2 className="font-semibold text-lg">Curves</h2>
        <div className="flex flex-wrap items-center gap-4">
          <label htmlFor={id} className="flex items-center gap-2 text-sm">
            <Checkbox
              id={id}
              checked={smooth}
              onChange={(event) => setSmooth(event.target.checked)}
            />
            Smoothing
          </label>
          <Segmented
            label="Horizontal axis"
            value={axis}
            onChange={setAxis}
            options={[
              { value: 'step', label: 'Step' },
              { value: 'time', label: 'Time' },
            ]}
          />
        </div>
      </div>
      {main.length + other.length === 0 ? (
        <Card>
          <CardBody className="py-12 text-center text-muted-foreground text-sm">
            {active
              ? 'The first points appear with the first steps.'
              : 'The run ended before it had taken a step.'}
          </CardBody>
        </Card>
      ) : (
        <div className={chartGrid}>{main.map(chart)}</div>
      )}
      {other.length > 0 ? (
        <details className="group mt-4">
          <summary className="inline-flex flex-wrap items-center gap-x-1.5 rounded-sm py-1 font-medium text-sm">
            <ChevronRight
              aria-hidden
              className="size-4 transition-transform group-open:rotate-90"
            />
            More curves{' '}
            <span className="font-normal text-muted-foreground">
              – {other.map(([name]) => metricLabel(name).toLowerCase()).join(', ')}
            </span>
          </summary>
          <div className={`${chartGrid} mt-3`}>{other.map(chart)}</div>
        </details>
      ) : null}
    </section>
  );
}
