import { ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { type Metric, metricText } from '@/lib/metrics';

const without = ['split', 'tripletSet'] as const;

/** Charts that few look at, folded away under their names. */
export function MoreCurves({
  metrics,
  children,
}: {
  metrics: readonly Metric[];
  children: ReactNode;
}) {
  return (
    <details className="group mt-4">
      <summary className="inline-flex flex-wrap items-center gap-x-1.5 rounded-sm py-1 font-medium text-sm">
        <ChevronRight aria-hidden className="size-4 transition-transform group-open:rotate-90" />
        More curves{' '}
        <span className="font-normal text-muted-foreground">
          – {metrics.map((metric) => metricText(metric, without).toLowerCase()).join(', ')}
        </span>
      </summary>
      {children}
    </details>
  );
}
