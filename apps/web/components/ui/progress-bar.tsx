'use client';

import { Progress as Radix } from 'radix-ui';
import { cn } from '@/lib/class-names';
import { formatPercent } from '@/lib/format';

/** A bar for a share of 0 to 1; `null` while the total is not known. */
export function ProgressBar({
  value,
  label,
  className,
}: {
  value: number | null;
  label: string;
  className?: string;
}) {
  const percent = value === null ? null : Math.round(value * 100);
  return (
    <Radix.Root
      value={percent}
      aria-label={label}
      getValueLabel={() => formatPercent(value ?? 0)}
      className={cn('h-1.5 overflow-hidden rounded-full bg-muted', className)}
    >
      <Radix.Indicator
        className={cn(
          'h-full rounded-full transition-[width] duration-500',
          percent === null ? 'animate-breathe bg-primary/30' : 'bg-primary',
        )}
        style={{ width: `${percent ?? 100}%` }}
      />
    </Radix.Root>
  );
}
