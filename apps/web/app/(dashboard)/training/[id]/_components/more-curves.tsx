import { ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { metricLabel } from '@/lib/metrics';

/** Charts that few look at, folded away under their names. */
export function MoreCurves({ names, children }: { names: string[]; children: ReactNode }) {
  return (
    <details className="group mt-4">
      <summary className="inline-flex flex-wrap items-center gap-x-1.5 rounded-sm py-1 font-medium text-sm">
        <ChevronRight aria-hidden className="size-4 transition-transform group-open:rotate-90" />
        More curves{' '}
        <span className="font-normal text-muted-foreground">
          – {names.map((name) => metricLabel(name).toLowerCase()).join(', ')}
        </span>
      </summary>
      {children}
    </details>
  );
}
