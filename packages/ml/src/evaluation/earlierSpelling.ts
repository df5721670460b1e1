import type { Metrics } from './metric.ts';

/** `precisionAt10`, as checkpoints and configurations of before spelled `precision@10`. */
export function respelled(name: string): string {
  return name.replace(/^(precision|recall)At(\d+)$/, '$1@$2');
}

/** Figures of a checkpoint of any age in today's spelling; what they were matched by was not kept. */
export function respelledMetrics(metrics: Metrics): Metrics {
  return Object.fromEntries(
    Object.entries(metrics).map(([name, value]) => [respelled(name), value]),
  );
}
