import { ChevronRight } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { type Metric, metricText } from '@/lib/metrics';

const without = ['split', 'tripletSet'] as const;

interface MoreCurvesProps {
  metrics: readonly Metric[];
  children: () => ReactNode;
}

/** Charts that few look at, folded away under their names; they are made once they are opened. */
export function MoreCurves({ metrics, children }: MoreCurvesProps) {
  const [open, setOpen] = useState(false);
  return (
    <details className="group mt-4" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className="inline-flex flex-wrap items-center gap-x-1.5 rounded-sm py-1 font-medium text-sm">
        <ChevronRight aria-hidden className="size-4 transition-transform group-open:rotate-90" />
        More curves{' '}
        <span className="font-normal text-muted-foreground">
          – {metrics.map((metric) => metricText(metric, without).toLowerCase()).join(', ')}
        </span>
      </summary>
      {open ? children() : null}
    </details>
  );
}
