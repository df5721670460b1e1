import { ArrowRight, CircleCheck } from 'lucide-react';
import Link from 'next/link';
import { CommandLine } from '@/components/shared/command-line';
import { Button } from '@/components/ui/button';
import { Card, CardBody, CardHeader } from '@/components/ui/card';
import type { OverviewQuery } from '@/lib/api/generated/graphql';
import { stepActions } from '@/lib/overview/next-steps';

type Step = OverviewQuery['status']['nextSteps'][number];

/** What to do next, in order; the first with its button and its command. */
export function NextSteps({ steps }: { steps: Step[] }) {
  return (
    <Card aria-labelledby="next-heading">
      <CardHeader id="next-heading" title="What to do next" />
      <CardBody>
        {steps.length === 0 ? (
          <p className="flex items-center gap-2">
            <CircleCheck aria-hidden className="size-5 text-positive" />
            Every stage stands. Nothing needs doing.
          </p>
        ) : (
          <ol className="grid gap-5">
            {steps.map((step, place) => (
              <StepItem key={`${step.kind} ${step.title}`} step={step} place={place} />
            ))}
          </ol>
        )}
      </CardBody>
    </Card>
  );
}

function StepItem({ step, place }: { step: Step; place: number }) {
  const { href, label, command } = stepActions[step.kind];
  return (
    <li className="grid grid-cols-[1.75rem_minmax(0,1fr)] gap-x-3">
      <span
        aria-hidden
        className="tnum grid size-7 place-items-center rounded-full border font-medium text-sm"
      >
        {place + 1}
      </span>
      <div className="grid gap-2.5">
        <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-2">
          <div className="min-w-0 flex-1 basis-60">
            <h3 className="font-medium leading-7">{step.title}</h3>
            <p className="text-muted-foreground text-sm">{step.detail}</p>
          </div>
          <Button size="small" variant={place === 0 ? 'primary' : 'outline'} asChild>
            <Link href={href}>
              {label}
              <ArrowRight aria-hidden />
            </Link>
          </Button>
        </div>
        {place === 0 && command ? <CommandLine command={command} /> : null}
      </div>
    </li>
  );
}
