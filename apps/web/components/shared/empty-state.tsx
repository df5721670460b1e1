import type { ReactNode } from 'react';
import { CommandLine } from './command-line';

/** What to do when there is nothing to show: a sentence, a button, the command. */
export function EmptyState({
  title,
  command,
  children,
}: {
  title: string;
  command?: string;
  children?: ReactNode;
}) {
  return (
    <section className="grid justify-items-center gap-3 rounded-lg border border-dashed px-5 py-12 text-center">
      <svg viewBox="0 0 64 40" className="h-12 text-muted-foreground/50" aria-hidden>
        <g fill="none" stroke="currentColor" strokeWidth="1.6" strokeDasharray="3.2 3.2">
          <rect x="4" y="4" width="24" height="32" rx="3" />
          <rect x="36" y="4" width="24" height="32" rx="3" />
        </g>
      </svg>
      <h2 className="font-semibold text-lg">{title}</h2>
      <div className="grid max-w-lg justify-items-center gap-4 text-muted-foreground [&_p]:text-balance">
        {children}
      </div>
      {command ? (
        <div className="mt-2 w-full max-w-xl text-left">
          <p className="mb-1.5 text-muted-foreground text-sm">Or on the command line:</p>
          <CommandLine command={command} />
        </div>
      ) : null}
    </section>
  );
}
