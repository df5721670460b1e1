'use client';

import Link from 'next/link';
import { MetricChip } from '@/components/shared/metric-chip';
import { RunClock } from '@/components/shared/run-clock';
import { StatusBadge } from '@/components/shared/status-badge';
import { Card, CardBody } from '@/components/ui/card';
import { ProgressBar } from '@/components/ui/progress-bar';
import type { TrainingProgressFragment } from '@/lib/api/generated/graphql';
import { useLive } from '@/lib/api/live';
import { trainingSource } from '@/lib/api/live-rows';
import { formatCount, shareOf } from '@/lib/format';
import { activityOf } from '@/lib/job';
import { formatFigure, lastFigure } from '@/lib/metrics';

const shown = [
  { name: 'loss', split: 'TRAIN' },
  { name: 'tripletAccuracy', split: 'VAL' },
  { name: 'precision', k: 10, split: 'VAL' },
] as const;

/** The run under way, live. */
export function RunningTraining({ initial }: { initial: TrainingProgressFragment }) {
  const run = useLive(initial, trainingSource);
  return (
    <Card aria-labelledby="running-heading">
      <CardBody className="grid gap-3.5 sm:py-5">
        <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
          <h2 id="running-heading" className="font-semibold">
            <Link href={`/training/${run.id}`} className="underline-offset-4 hover:underline">
              {run.name}
            </Link>
          </h2>
          <StatusBadge status={run.status} />
        </div>
        <ProgressBar
          label="Training progress"
          className="h-2"
          value={run.totalSteps ? shareOf(run.step, run.totalSteps) : null}
        />
        <div className="tnum flex flex-wrap justify-between gap-x-6 gap-y-1 text-muted-foreground text-sm">
          <span>
            {activityOf(run)} · step {formatCount(run.step)}
            {run.totalSteps ? ` of ${formatCount(run.totalSteps)}` : null}
          </span>
          <span>
            <RunClock run={run} />
          </span>
        </div>
        <dl className="tnum flex flex-wrap gap-x-8 gap-y-2">
          {shown.map((wanted) => {
            const figure = lastFigure(run.summary, wanted);
            if (!figure) return null;
            const { metric, value } = figure;
            return (
              <div key={wanted.name}>
                <dt className="text-muted-foreground text-sm">
                  <MetricChip metric={metric} without={['checkpoint', 'tripletSet']} />
                </dt>
                <dd className="font-semibold text-lg">{formatFigure(metric, value)}</dd>
              </div>
            );
          })}
        </dl>
      </CardBody>
    </Card>
  );
}
