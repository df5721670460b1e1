'use client';

import { CancelButton } from '@/components/shared/cancel-button';
import { JobState } from '@/components/shared/job-state';
import { Card, CardBody } from '@/components/ui/card';
import { CancelEvaluationMutation } from '@/lib/api/evaluation';
import type { JobStateFragment } from '@/lib/api/generated/graphql';
import { useLive } from '@/lib/api/live';
import { evaluationSource } from '@/lib/api/live-rows';
import { activityOf, isActive } from '@/lib/job';

/** How far an evaluation is, or why there is no report. */
export function EvaluationStatus({ initial }: { initial: JobStateFragment }) {
  const evaluation = useLive(initial, evaluationSource);
  const active = isActive(evaluation.status);
  return (
    <Card>
      <CardBody className="grid gap-4">
        <JobState
          job={evaluation}
          actions={
            active ? (
              <CancelButton mutation={CancelEvaluationMutation} job={evaluation}>
                Cancel evaluation
              </CancelButton>
            ) : null
          }
        >
          {activityOf(evaluation)}
        </JobState>
      </CardBody>
    </Card>
  );
}
