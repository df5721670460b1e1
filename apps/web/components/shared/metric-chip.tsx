import { Badge } from '@/components/ui/badge';
import { cn } from '@/lib/class-names';
import { type Metric, type MetricPart, metricWords } from '@/lib/metrics';

interface MetricChipProps {
  metric: Metric;
  /** What the place already says. */
  without?: readonly MetricPart[];
  className?: string;
}

/** The name of a figure, with everything that tells it from another of the same name. */
export function MetricChip({ metric, without, className }: MetricChipProps) {
  return (
    <span className={cn('inline-flex flex-wrap items-center gap-x-1.5 gap-y-1', className)}>
      {metric.title}
      {metricWords(metric, without).map((word) => (
        <Badge key={word}>{word}</Badge>
      ))}
    </span>
  );
}
