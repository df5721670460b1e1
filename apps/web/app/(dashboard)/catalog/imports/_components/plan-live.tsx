'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { InlineFailure } from '@/components/shared/failure';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/field';
import { ImportPlanPoll, ImportPlanUpdates } from '@/lib/api/catalog';
import { ConfirmImportMutation } from '@/lib/api/feeds';
import type { ImportPlanFragment } from '@/lib/api/generated/graphql';
import { useLive } from '@/lib/api/live';
import { useMutation } from '@/lib/api/use-mutation';
import { ImportCard } from './import-card';
import { PlanExamples } from './plan-examples';

const source = {
  updates: ImportPlanUpdates,
  poll: ImportPlanPoll,
  pick: (answer: { importRun?: ImportPlanFragment | null }) => answer.importRun,
};

interface PlanLiveProps {
  initial: ImportPlanFragment;
  /** Back to the step before, where there is one. */
  onBack?: () => void;
}

/** A dry run while it goes, what it found, and the import it leads to. */
export function PlanLive({ initial, onBack }: PlanLiveProps) {
  const plan = useLive(initial, source);
  const router = useRouter();
  const confirm = useMutation(ConfirmImportMutation);
  const [allowed, setAllowed] = useState(plan.allowLargeRemoval);
  const ready = plan.status === 'SUCCEEDED' && !plan.confirmedAs;
  const changes = plan.created + plan.updated + plan.removed > 0;
  const asksForRemoval = plan.removed > 0 || confirm.failure?.code === 'LIMIT_EXCEEDED';
  const importNow = async () => {
    const answer = await confirm.run({ id: plan.id, allowLargeRemoval: allowed });
    if (answer) router.push(`/catalog/imports/${answer.confirmImport.id}`);
  };
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
      <ImportCard run={plan} />
      {plan.warnings.length > 0 ? (
        <ul className="grid gap-1 rounded-lg border border-warning/50 bg-warning/8 px-4 py-3 text-sm">
          {plan.warnings.map((warning) => (
            <li key={warning}>{warning}</li>
          ))}
        </ul>
      ) : null}
      <PlanExamples plan={plan} />
      <InlineFailure failure={confirm.failure} />
      {plan.confirmedAs ? (
        <p className="text-sm">
          <a
            href={`/catalog/imports/${plan.confirmedAs.id}`}
            className="underline underline-offset-4"
          >
            The import that was started from this dry run
          </a>
        </p>
      ) : null}
      <div className="flex flex-wrap items-center gap-x-5 gap-y-3">
        {ready ? (
          <Button disabled={confirm.pending || !changes} onClick={importNow}>
            {confirm.pending ? 'Starting…' : changes ? 'Import now' : 'Nothing to import'}
          </Button>
        ) : null}
        {onBack ? (
          <Button variant="outline" onClick={onBack}>
            Back
          </Button>
        ) : null}
        {ready && asksForRemoval ? (
          <label htmlFor="allowLargeRemoval" className="flex items-center gap-2 text-sm">
            <Checkbox
              id="allowLargeRemoval"
              checked={allowed}
              onChange={(event) => setAllowed(event.target.checked)}
            />
            Remove products even if that is more than half of the catalog
          </label>
        ) : null}
      </div>
    </div>
  );
}
