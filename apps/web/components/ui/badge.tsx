import { cva, type VariantProps } from 'class-variance-authority';
import type { ComponentProps } from 'react';
import { cn } from '@/lib/class-names';

const badgeVariants = cva(
  'inline-flex items-center gap-1.5 whitespace-nowrap rounded-full border px-2 py-0.5 text-xs font-medium [&_svg]:size-3.5 [&_svg]:shrink-0',
  {
    variants: {
      tone: {
        plain: 'text-muted-foreground',
        query: 'border-query/35 bg-query/8 text-query',
        positive: 'border-positive/35 bg-positive/8 text-positive',
        negative: 'border-negative/35 bg-negative/8 text-negative',
        warning: 'border-warning/40 bg-warning/8 text-warning',
      },
    },
    defaultVariants: { tone: 'plain' },
  },
);

export function Badge({
  className,
  tone,
  ...props
}: ComponentProps<'span'> & VariantProps<typeof badgeVariants>) {
  return <span className={cn(badgeVariants({ tone }), className)} {...props} />;
}
