'use client';

import { useRouter } from 'next/navigation';
import { AutoRefresh } from '@/components/shared/auto-refresh';
import { InlineFailure } from '@/components/shared/failure';
import { StatusBadge } from '@/components/shared/status-badge';
import { Button } from '@/components/ui/button';
import { Card, CardBody } from '@/components/ui/card';
import { CancelEvaluationMutation } from '@/lib/api/evaluation';
import type { EvaluationPageQuery } from '@/lib/api/generated/graphql';
import { useMutation } from '@/lib/api/use-mutation';
import { isActive } from '@/lib/job';

type Evaluation = NonNullable<EvaluationPageQuery['evaluation']>;

/** How far an evaluation is, or why there is no report. */
export function EvaluationStatus({ evaluation }: { evaluation: Evaluation }) {
  const router = useRouter();
  const cancel = useMutation(CancelEvaluationMutation);
  const active = isActive(evaluation.status);
  return (
    <Card>
      <AutoRefresh active={active} everyMs={1500} />
      <CardBody className="flex flex-wrap items-center gap-4">
        <StatusBadge status={evaluation.status} />
        <span className="text-muted-foreground text-sm">
          {evaluation.phase ?? (active ? 'waiting for a worker' : null)}
        </span>
        {active ? (
          <Button
            variant="danger"
            size="small"
            className="ml-auto"
            disabled={cancel.pending || evaluation.cancelRequested}
            onClick={() => cancel.run({ id: evaluation.id }).then(() => router.refresh())}
          >
            Cancel evaluation
          </Button>
        ) : null}
        {evaluation.error ? (
          <InlineFailure
            failure={{ code: evaluation.errorCode ?? 'FAILED', message: evaluation.error }}
          />
        ) : null}
        <InlineFailure failure={cancel.failure} />
      </CardBody>
    </Card>
  );
}
