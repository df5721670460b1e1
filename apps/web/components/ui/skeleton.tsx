import { cn } from '@/lib/class-names';

export function Skeleton({ className }: { className?: string }) {
  return <div aria-hidden className={cn('animate-breathe rounded-md bg-muted', className)} />;
}
