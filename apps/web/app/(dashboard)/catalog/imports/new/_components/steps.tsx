'use client';

import { useEffect, useRef } from 'react';
import { cn } from '@/lib/class-names';

const steps = [
  { name: 'Feed', heading: 'Where the feed is' },
  { name: 'Reading it', heading: 'How the feed is read' },
  { name: 'Dry run', heading: 'What the import would do' },
] as const;

/** The steps of the wizard, and which one it is. */
export function StepList({ current }: { current: number }) {
  return (
    <ol aria-label="Steps" className="flex flex-wrap gap-x-6 gap-y-2 text-sm">
      {steps.map(({ name }, place) => (
        <li
          key={name}
          aria-current={place === current ? 'step' : undefined}
          className={cn(
            'flex items-center gap-2',
            place === current ? 'font-semibold' : 'text-muted-foreground',
          )}
        >
          <span
            aria-hidden
            className={cn(
              'tnum grid size-6 place-items-center rounded-full border text-xs',
              place <= current && 'border-primary bg-primary text-primary-foreground',
            )}
          >
            {place + 1}
          </span>
          {name}
        </li>
      ))}
    </ol>
  );
}

/** Takes the focus with each new step: by keyboard or screen reader one starts at its top. */
export function StepHeading({ current }: { current: number }) {
  const heading = useRef<HTMLHeadingElement>(null);
  const shown = useRef(current);
  useEffect(() => {
    if (shown.current !== current) heading.current?.focus();
    shown.current = current;
  }, [current]);
  return (
    <h2 ref={heading} tabIndex={-1} className="font-semibold text-lg focus:outline-none">
      {steps[current]?.heading}
    </h2>
  );
}
