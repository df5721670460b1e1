'use client';

import { useState } from 'react';
import type { ImportPlanFragment } from '@/lib/api/generated/graphql';
import type { MappingField } from '@/lib/catalog/import-mapping';
import { PlanLive } from '../../_components/plan-live';
import type { FeedSource } from './feed-source';
import { ReadingStep } from './reading-step';
import { SourceStep } from './source-step';
import { StepHeading, StepList } from './steps';

interface ImportWizardProps {
  catalogNames: string[];
  mappingFields: readonly MappingField[];
}

/** From a file or an address to an import: what it is, how it is read, what it would change. */
export function ImportWizard({ catalogNames, mappingFields }: ImportWizardProps) {
  const [step, setStep] = useState(0);
  const [source, setSource] = useState<FeedSource | null>(null);
  const [plan, setPlan] = useState<ImportPlanFragment | null>(null);
  const readFeed = (chosen: FeedSource) => {
    setSource(chosen);
    setStep(1);
  };
  const showPlan = (made: ImportPlanFragment) => {
    setPlan(made);
    setStep(2);
  };
  return (
    <div className="grid gap-6">
      <StepList current={step} />
      <StepHeading current={step} />
      {/* The first two steps stay mounted, so that going back loses nothing. */}
      <div hidden={step !== 0}>
        <SourceStep catalogNames={catalogNames} onReady={readFeed} />
      </div>
      {source ? (
        <div hidden={step !== 1}>
          <ReadingStep
            key={JSON.stringify(source)}
            source={source}
            fields={mappingFields}
            onBack={() => setStep(0)}
            onPlanned={showPlan}
          />
        </div>
      ) : null}
      {step === 2 && plan ? (
        <PlanLive key={plan.id} initial={plan} onBack={() => setStep(1)} />
      ) : null}
    </div>
  );
}
