import { CloudOff, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import type { ApiFailure } from '@/lib/api/errors';
import { CommandLine } from './command-line';

interface PageFailureProps {
  failure: ApiFailure;
  /** Of a panel within a page: h2. */
  heading?: 'h1' | 'h2';
  children?: ReactNode;
}

/** A whole page or panel that could not be read, with what to do about it. */
export function PageFailure({ failure, heading: Heading = 'h1', children }: PageFailureProps) {
  const down = failure.code === 'UNAVAILABLE';
  const Icon = down ? CloudOff : TriangleAlert;
  return (
    <section
      role="alert"
      className="grid justify-items-center gap-3 rounded-lg border border-dashed px-5 py-12 text-center"
    >
      <Icon aria-hidden className="size-8 text-negative" />
      <Heading className="font-semibold text-lg">
        {down ? 'The API is not reachable' : 'This could not be shown'}
      </Heading>
      <p className="max-w-lg break-words text-muted-foreground">{failure.message}</p>
      {down ? (
        <div className="w-full max-w-md text-left">
          <p className="mb-1.5 text-muted-foreground text-sm">Start it, then try again:</p>
          <CommandLine command="npm run semblance -- serve" />
        </div>
      ) : null}
      {children}
    </section>
  );
}

/** One failed action or field group, inline; announced when it appears. */
export function InlineFailure({ failure }: { failure: ApiFailure | null }) {
  if (!failure) return null;
  return (
    <p
      role="alert"
      className="flex items-start gap-2 rounded-md border border-negative/40 bg-negative/8 px-3 py-2 text-sm"
    >
      <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-negative" />
      <span className="min-w-0 break-words">{failure.message}</span>
    </p>
  );
}
