'use client';

import { LayoutGrid } from 'lucide-react';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useEffect, useRef, useState } from 'react';
import { request } from '@/lib/api/browser';
import { StageCountsQuery } from '@/lib/api/status';
import { cn } from '@/lib/class-names';
import { formatCompact } from '@/lib/format';
import {
  type StageState,
  type StageStates,
  type StageSummary,
  stageOrder,
  stageStates,
  stateWords,
} from '@/lib/stages';

export type { StageStates };

const refreshMs = 15_000;

/** The flow as navigation: five stages on one line, each with a mark of its state. */
export function StageNav({ initial }: { initial: StageStates | null }) {
  const pathname = usePathname();
  const states = useStageStates(initial, pathname);
  const strip = useRef<HTMLElement>(null);
  useEffect(() => {
    if (!pathname) return;
    strip.current
      ?.querySelector('[aria-current="page"]')
      ?.scrollIntoView({ block: 'nearest', inline: 'center' });
  }, [pathname]);
  return (
    <nav
      ref={strip}
      aria-label="Stages"
      className="mt-1 overflow-x-auto px-2 pb-2 [scrollbar-width:none] lg:mt-7 lg:overflow-visible lg:px-0 lg:pb-0"
    >
      <ul className="relative flex gap-1 lg:flex-col lg:gap-0.5">
        <li>
          <NavLink href="/" name="Overview" current={pathname === '/'}>
            <LayoutGrid aria-hidden className="hidden size-4 lg:block" />
          </NavLink>
        </li>
        {stageOrder.map(({ stage, name, href }, place) => (
          <li
            key={stage}
            className={cn(
              'relative lg:before:absolute lg:before:left-[1.1875rem] lg:before:w-px lg:before:bg-border',
              place === 0 ? 'lg:mt-3 lg:before:top-1/2' : 'lg:before:top-0',
              place === stageOrder.length - 1 ? 'lg:before:bottom-1/2' : 'lg:before:-bottom-0.5',
            )}
          >
            <NavLink
              href={href}
              name={name}
              summary={states?.[stage]}
              current={pathname.startsWith(href)}
            >
              <StateMark state={states?.[stage].state ?? 'empty'} />
            </NavLink>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function useStageStates(initial: StageStates | null, pathname: string): StageStates | null {
  const [states, setStates] = useState(initial);
  // A refresh of the page brings newer counts from the server.
  const [seen, setSeen] = useState(initial);
  if (seen !== initial) {
    setSeen(initial);
    setStates(initial);
  }
  useEffect(() => {
    const stop = new AbortController();
    // The page itself tells when the API is down; the navigation just keeps what it knew.
    const refresh = () =>
      document.visibilityState === 'visible' &&
      request(StageCountsQuery, {}, stop.signal).then(
        (counts) => setStates(stageStates(counts)),
        () => undefined,
      );
    if (pathname) refresh();
    const timer = setInterval(refresh, refreshMs);
    return () => {
      clearInterval(timer);
      stop.abort();
    };
  }, [pathname]);
  return states;
}

function NavLink({
  href,
  name,
  current,
  summary,
  children,
}: {
  href: string;
  name: string;
  current: boolean;
  summary?: StageSummary;
  children: React.ReactNode;
}) {
  return (
    <Link
      href={href}
      aria-current={current ? 'page' : undefined}
      className={cn(
        'relative flex h-9 items-center gap-2.5 whitespace-nowrap rounded-md px-3 text-[0.9375rem] transition-colors hover:bg-accent',
        current ? 'bg-accent font-semibold' : 'text-muted-foreground hover:text-foreground',
      )}
    >
      {children}
      <span>{name}</span>
      {summary ? (
        <>
          <span className="sr-only">, {stateWords[summary.state]}</span>
          {summary.count ? (
            <span
              aria-hidden
              className="tnum ml-auto hidden text-muted-foreground text-xs font-normal lg:inline"
            >
              {formatCompact(summary.count)}
            </span>
          ) : null}
        </>
      ) : null}
    </Link>
  );
}

/** Hollow: nothing yet. Half: incomplete. Full: stands. Breathing: at work. */
export function StateMark({ state, className }: { state: StageState; className?: string }) {
  return (
    <span
      aria-hidden
      className={cn('grid size-4 place-items-center rounded-full bg-background', className)}
    >
      <svg viewBox="0 0 16 16" className="size-3.5" aria-hidden>
        <circle
          cx="8"
          cy="8"
          r="5.6"
          fill="none"
          strokeWidth="1.8"
          className={state === 'empty' ? 'stroke-input' : 'stroke-primary'}
        />
        {state === 'partial' ? (
          <path d="M8 2.4a5.6 5.6 0 0 1 0 11.2z" className="fill-primary" />
        ) : null}
        {state === 'ready' ? <circle cx="8" cy="8" r="5.6" className="fill-primary" /> : null}
        {state === 'running' ? (
          <circle cx="8" cy="8" r="3.2" className="animate-breathe fill-primary" />
        ) : null}
      </svg>
    </span>
  );
}
