'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { InlineFailure } from '@/components/shared/failure';
import { Button } from '@/components/ui/button';
import { ConfirmImportMutation } from '@/lib/api/feeds';
import type { ImportPlanFragment } from '@/lib/api/generated/graphql';
import { useMutation } from '@/lib/api/use-mutation';
import { LargeRemoval } from './large-removal';

interface PlanActionsProps {
  plan: ImportPlanFragment;
  onBack: (() => void) | undefined;
}

/** From a finished dry run to its import, once, or back. */
export function PlanActions({ plan, onBack }: PlanActionsProps) {
  const router = useRouter();
  const { run, pending, failure } = useMutation(ConfirmImportMutation);
  const [allowed, setAllowed] = useState(plan.allowLargeRemoval);
  const ready = plan.status === 'SUCCEEDED' && !plan.confirmedAs;
  const changes = plan.created + plan.updated + plan.removed > 0;
  const asksForRemoval = plan.removed > 0 || failure?.code === 'LIMIT_EXCEEDED';
  const importNow = async () => {
    const answer = await run({ id: plan.id, allowLargeRemoval: allowed });
    if (answer) router.push(`/catalog/imports/${answer.confirmImport.id}`);
  };
  return (
    <>
      <InlineFailure failure={failure} />
      <div className="flex flex-wrap items-center gap-x-5 gap-y-3">
        {ready ? (
          <Button disabled={pending || !changes} onClick={importNow}>
            {pending ? 'Starting…' : changes ? 'Import now' : 'Nothing to import'}
          </Button>
        ) : null}
        {onBack ? (
          <Button variant="outline" onClick={onBack}>
            Back
          </Button>
        ) : null}
        {ready && asksForRemoval ? (
          <LargeRemoval checked={allowed} onChange={(event) => setAllowed(event.target.checked)} />
        ) : null}
      </div>
    </>
  );
}
