'use client';

import { Card, CardBody, CardHeader } from '@/components/ui/card';
import type { TrainingProgressFragment, TrainingRunPageQuery } from '@/lib/api/generated/graphql';
import { useLive } from '@/lib/api/live';
import { trainingSource } from '@/lib/api/live-rows';
import { isActive } from '@/lib/job';
import { CheckpointTable } from './checkpoint-table';
import { CurvePanel } from './curve-panel';
import { MetricsTable } from './metrics-table';
import { RunStatus } from './run-status';
import { useCurves } from './use-curves';

type Run = NonNullable<TrainingRunPageQuery['trainingRun']>;

interface RunLiveProps {
  initial: TrainingProgressFragment;
  curves: Run['metrics'];
  checkpoints: Run['checkpoints'];
}

/** The moving part of a run's page: state, curves, metrics, checkpoints. */
export function RunLive({ initial, curves, checkpoints }: RunLiveProps) {
  const run = useLive(initial, trainingSource);
  const shown = useCurves(run.id, run.step, run.status, { metrics: curves, checkpoints });
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
      <RunStatus run={run} />
      <CurvePanel
        curves={shown.metrics}
        start={run.startedAt ?? null}
        active={isActive(run.status)}
      />
      <Card aria-labelledby="metrics-heading">
        <CardHeader
          id="metrics-heading"
          title="Metrics"
          hint="Of the checkpoint that each names, the best one or the latest; what steps measure on the way is of none."
        />
        <MetricsTable summary={run.summary} />
      </Card>
      <Card aria-labelledby="checkpoints-heading">
        <CardHeader
          id="checkpoints-heading"
          title="Checkpoints"
          hint="The best one serves; the latest one is where a resumed run goes on."
        />
        {shown.checkpoints.length > 0 ? (
          <CheckpointTable checkpoints={shown.checkpoints} />
        ) : (
          <CardBody className="text-muted-foreground text-sm">
            No checkpoint was written yet.
          </CardBody>
        )}
      </Card>
    </div>
  );
}
