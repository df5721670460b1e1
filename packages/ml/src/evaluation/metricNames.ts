/** What a figure counts: a share of 0 to 1, or something else. */
export type MetricUnit = 'SHARE' | 'NUMBER';

export interface MetricDescription {
  /** What people call it. */
  readonly title: string;
  readonly unit: MetricUnit;
  /** Null where neither is. */
  readonly better: 'HIGHER' | 'LOWER' | null;
}

const share = (title: string, better: MetricDescription['better'] = 'HIGHER') =>
  ({ title, unit: 'SHARE', better }) as const;
const number = (title: string, better: MetricDescription['better'] = null) =>
  ({ title, unit: 'NUMBER', better }) as const;

/** Everything that is measured anywhere, by the name it has everywhere. */
export const METRIC_NAMES = {
  loss: number('Loss', 'LOWER'),
  tripletAccuracy: share('Triplet accuracy'),
  meanMargin: number('Mean margin', 'HIGHER'),
  precision: share('Precision'),
  recall: share('Recall'),
  mapAtR: share('mAP@R'),
  rPrecision: share('R-precision'),
  mrr: number('MRR', 'HIGHER'),
  activeShare: share('Active share', 'LOWER'),
  inputShare: share('Input share', 'LOWER'),
  spread: number('Spread'),
  gradientNorm: number('Gradient norm', 'LOWER'),
  learningRate: number('Learning rate'),
  imagesPerSecond: number('Images per second', 'HIGHER'),
  skippedImages: number('Skipped images', 'LOWER'),
  skippedTriplets: number('Skipped triplets', 'LOWER'),
  sharedImages: number('Images of several splits, not judged', 'LOWER'),
} satisfies Record<string, MetricDescription>;

export type MetricName = keyof typeof METRIC_NAMES;

/** A name of an earlier version is shown as it is. */
export function describeMetric(name: string): MetricDescription {
  const known: Record<string, MetricDescription> = METRIC_NAMES;
  return (Object.hasOwn(known, name) ? known[name] : undefined) ?? number(name);
}

/** `Precision@10`: the title with its cut-off. */
export function titleOf({ name, k }: { name: string; k: number | null }): string {
  return `${describeMetric(name).title}${k === null ? '' : `@${k}`}`;
}
