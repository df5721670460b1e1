'use client';

import { Play, Square, TriangleAlert } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { InlineFailure } from '@/components/shared/failure';
import { RunClock } from '@/components/shared/run-clock';
import { StatusBadge } from '@/components/shared/status-badge';
import { Button } from '@/components/ui/button';
import { Card, CardBody } from '@/components/ui/card';
import { ProgressBar } from '@/components/ui/progress-bar';
import { useToast } from '@/components/ui/toaster';
import type { TrainingProgressFragment } from '@/lib/api/generated/graphql';
import { CancelTrainingMutation, ResumeTrainingMutation } from '@/lib/api/training';
import { useMutation } from '@/lib/api/use-mutation';
import { formatCount, shareOf } from '@/lib/format';
import { isActive } from '@/lib/job';

/** What a run is doing now, how far it is, and the buttons to stop it or go on. */
export function RunStatus({ run }: { run: TrainingProgressFragment }) {
  const active = isActive(run.status);
  return (
    <Card aria-label="State of the run">
      <CardBody className="grid gap-4">
        <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
          <StatusBadge status={run.status} />
          {active && run.phase ? <span aria-live="polite">{run.phase}</span> : null}
          <span className="tnum text-muted-foreground text-sm">
            <RunClock run={run} />
          </span>
          <div className="ml-auto">
            <RunButtons run={run} />
          </div>
        </div>
        {active ? (
          <ProgressBar
            label="Training progress"
            className="h-2"
            value={run.totalSteps ? shareOf(run.step, run.totalSteps) : null}
          />
        ) : null}
        <p className="tnum text-muted-foreground text-sm">
          Epoch {run.epoch} of {run.totalEpochs} · step {formatCount(run.step)}
          {run.totalSteps ? ` of ${formatCount(run.totalSteps)}` : null}
          {run.backend ? ` · on ${run.backend}` : null}
          {run.cancelRequested && active ? ' · stopping after this step' : null}
        </p>
        {active && run.warning ? (
          <p role="status" className="flex gap-2 rounded-md border p-3 text-sm">
            <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-warning" />
            {run.warning}
          </p>
        ) : null}
        {run.error && run.status === 'FAILED' ? (
          <InlineFailure failure={{ code: run.errorCode ?? 'FAILED', message: run.error }} />
        ) : null}
      </CardBody>
    </Card>
  );
}

function RunButtons({ run }: { run: TrainingProgressFragment }) {
  const router = useRouter();
  const toast = useToast();
  const cancel = useMutation(CancelTrainingMutation);
  const resume = useMutation(ResumeTrainingMutation);
  const failure = cancel.failure ?? resume.failure;
  const act = async (done: Promise<unknown>, text: string) => {
    if (await done) {
      toast('success', text);
      router.refresh();
    }
  };
  return (
    <div className="grid justify-items-end gap-2">
      {isActive(run.status) ? (
        <Button
          variant="danger"
          size="small"
          disabled={cancel.pending || run.cancelRequested}
          onClick={() => act(cancel.run({ id: run.id }), 'The run stops after its present step.')}
        >
          <Square aria-hidden />
          Cancel training
        </Button>
      ) : null}
      {run.status === 'CANCELLED' || run.status === 'FAILED' ? (
        <Button
          variant="outline"
          size="small"
          disabled={resume.pending}
          onClick={() =>
            act(resume.run({ id: run.id }), 'The run goes on from its latest checkpoint.')
          }
        >
          <Play aria-hidden />
          Resume training
        </Button>
      ) : null}
      <InlineFailure failure={failure} />
    </div>
  );
}
