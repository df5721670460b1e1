'use client';

import { Play, Square, TriangleAlert } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { CancelButton } from '@/components/shared/cancel-button';
import { InlineFailure } from '@/components/shared/failure';
import { JobState } from '@/components/shared/job-state';
import { RunClock } from '@/components/shared/run-clock';
import { Button } from '@/components/ui/button';
import { Card, CardBody } from '@/components/ui/card';
import { useToast } from '@/components/ui/toaster';
import type { TrainingProgressFragment } from '@/lib/api/generated/graphql';
import { CancelTrainingMutation, ResumeTrainingMutation } from '@/lib/api/training';
import { useMutation } from '@/lib/api/use-mutation';
import { formatCount, shareOf } from '@/lib/format';
import { activityOf, isActive } from '@/lib/job';

/** What a run is doing now, how far it is, and the buttons to stop it or go on. */
export function RunStatus({ run }: { run: TrainingProgressFragment }) {
  const active = isActive(run.status);
  return (
    <Card aria-label="State of the run">
      <CardBody className="grid gap-4">
        <JobState
          job={run}
          actions={active ? <CancelTraining run={run} /> : <ResumeTraining run={run} />}
          progress={{
            label: 'Training progress',
            className: 'h-2',
            value: run.totalSteps ? shareOf(run.step, run.totalSteps) : null,
          }}
        >
          {active ? (
            <span aria-live="polite" className="mr-4 text-base text-foreground">
              {activityOf(run)}
            </span>
          ) : null}
          <RunClock run={run} />
        </JobState>
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
      </CardBody>
    </Card>
  );
}

function CancelTraining({ run }: { run: TrainingProgressFragment }) {
  return (
    <CancelButton
      mutation={CancelTrainingMutation}
      job={run}
      message="The run stops after its present step."
    >
      <Square aria-hidden />
      Cancel training
    </CancelButton>
  );
}

/** For a run that did not come to its end. */
function ResumeTraining({ run }: { run: TrainingProgressFragment }) {
  const router = useRouter();
  const toast = useToast();
  const resume = useMutation(ResumeTrainingMutation);
  if (run.status === 'SUCCEEDED') return null;
  const goOn = async () => {
    if (!(await resume.run({ id: run.id }))) return;
    toast('success', 'The run goes on from its latest checkpoint.');
    router.refresh();
  };
  return (
    <div className="grid justify-items-end gap-2">
      <Button variant="outline" size="small" disabled={resume.pending} onClick={goOn}>
        <Play aria-hidden />
        Resume training
      </Button>
      <InlineFailure failure={resume.failure} />
    </div>
  );
}
