'use client';

import { useEffect, useRef, useState } from 'react';
import type { ImportPlanFragment } from '@/lib/api/generated/graphql';
import { cn } from '@/lib/class-names';
import { PlanLive } from '../../_components/plan-live';
import type { FeedSource } from './feed-source';
import { ReadingStep } from './reading-step';
import { SourceStep } from './source-step';

const steps = ['Feed', 'Reading it', 'Dry run'] as const;

interface ImportWizardProps {
  catalogNames: string[];
}

/** From a file or an address to an import: what it is, how it is read, what it would change. */
export function ImportWizard({ catalogNames }: ImportWizardProps) {
  const [step, setStep] = useState(0);
  const [source, setSource] = useState<FeedSource | null>(null);
  const [plan, setPlan] = useState<ImportPlanFragment | null>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const shown = useRef(0);
  useEffect(() => {
    // Whoever goes on by keyboard or screen reader starts at the top of the new step.
    if (shown.current !== step) heading.current?.focus();
    shown.current = step;
  }, [step]);
  return (
    <div className="grid gap-6">
      <ol aria-label="Steps" className="flex flex-wrap gap-x-6 gap-y-2 text-sm">
        {steps.map((name, place) => (
          <li
            key={name}
            aria-current={place === step ? 'step' : undefined}
            className={cn(
              'flex items-center gap-2',
              place === step ? 'font-semibold' : 'text-muted-foreground',
            )}
          >
            <span
              aria-hidden
              className={cn(
                'tnum grid size-6 place-items-center rounded-full border text-xs',
                place <= step && 'border-primary bg-primary text-primary-foreground',
              )}
            >
              {place + 1}
            </span>
            {name}
          </li>
        ))}
      </ol>
      <h2 ref={heading} tabIndex={-1} className="font-semibold text-lg focus:outline-none">
        {headings[step]}
      </h2>
      {/* The first two steps stay mounted, so that going back loses nothing. */}
      <div hidden={step !== 0}>
        <SourceStep
          catalogNames={catalogNames}
          onReady={(chosen) => {
            setSource(chosen);
            setStep(1);
          }}
        />
      </div>
      {source ? (
        <div hidden={step !== 1}>
          <ReadingStep
            key={JSON.stringify(source)}
            source={source}
            onBack={() => setStep(0)}
            onPlanned={(made) => {
              setPlan(made);
              setStep(2);
            }}
          />
        </div>
      ) : null}
      {step === 2 && plan ? (
        <PlanLive key={plan.id} initial={plan} onBack={() => setStep(1)} />
      ) : null}
    </div>
  );
}

const headings = ['Where the feed is', 'How the feed is read', 'What the import would do'];
