'use client';

import type { ImportPlanFragment } from '@/lib/api/generated/graphql';
import { useLive } from '@/lib/api/live';
import { importPlanSource } from '@/lib/api/live-rows';
import { ImportCard } from './import-card';
import { PlanActions } from './plan-actions';
import { PlanExamples } from './plan-examples';

interface PlanLiveProps {
  initial: ImportPlanFragment;
  /** Back to the step before, where there is one. */
  onBack?: () => void;
}

/** A dry run while it goes, what it found, and the import it leads to. */
export function PlanLive({ initial, onBack }: PlanLiveProps) {
  const plan = useLive(initial, importPlanSource);
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
      <PlanActions plan={plan} onBack={onBack} />
    </div>
  );
}
