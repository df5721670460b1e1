import { choice, whole, wholeOrNull } from './setting.ts';

export const BEST_METRICS = [
  'auto',
  'tripletAccuracy',
  'precision@10',
  'recall@1',
  'mapAtR',
] as const;
export type BestMetric = (typeof BEST_METRICS)[number];

/** How the run is judged while it goes on. */
export const evaluationSettings = {
  evaluateEvery: whole(
    { minimum: 1, maximum: 10_000 },
    'Epochs between evaluations; the last epoch is always evaluated',
    { default: 1 },
  ),
  bestMetric: choice(
    BEST_METRICS,
    'Decides which checkpoint is best; auto takes precision@10 where products are held out',
    { default: 'auto' },
  ),
  earlyStopping: wholeOrNull(
    { minimum: 1, maximum: 10_000 },
    'Ends the run after so many evaluations without a better one; null for never',
    { default: null },
  ),
};
