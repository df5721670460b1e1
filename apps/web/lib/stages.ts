/** The five stages, in flow order, and what state each of them is in. */

import type { Stage } from './subject.ts';

export type StageState = 'empty' | 'running' | 'partial' | 'ready';

export interface StageSummary {
  state: StageState;
  /** What the navigation shows beside the name; null for nothing. */
  count: number | null;
}

export type StageStates = Record<Stage, StageSummary>;

export const stageOrder: readonly { stage: Stage; name: string; href: string }[] = [
  { stage: 'catalog', name: 'Catalog', href: '/catalog' },
  { stage: 'triplets', name: 'Triplets', href: '/triplets' },
  { stage: 'training', name: 'Training', href: '/training' },
  { stage: 'embeddings', name: 'Embeddings', href: '/embeddings' },
  { stage: 'similar', name: 'Similar', href: '/similar' },
];

interface Counts {
  status: {
    products: number;
    tripletSets: number;
    trainingRuns: number;
    productionModel?: {
      coverage: { images: number; embedded: number; indexed: boolean };
    } | null;
    runningTrainingRun?: { id: string } | null;
  };
  models: readonly unknown[];
}

/** Sums the counts up: nothing yet, under way, not whole yet, or standing. */
export function stageStates({ status, models }: Counts): StageStates {
  const coverage = status.productionModel?.coverage;
  const covered = coverage ? coverage.embedded >= coverage.images && coverage.indexed : false;
  return {
    catalog: { state: status.products ? 'ready' : 'empty', count: status.products },
    triplets: { state: status.tripletSets ? 'ready' : 'empty', count: status.tripletSets },
    training: {
      state: status.runningTrainingRun ? 'running' : status.trainingRuns ? 'ready' : 'empty',
      count: status.trainingRuns,
    },
    embeddings: {
      state: covered ? 'ready' : models.length ? 'partial' : 'empty',
      count: models.length,
    },
    similar: { state: covered ? 'ready' : coverage ? 'partial' : 'empty', count: null },
  };
}

/** The state in words, for those who cannot see the mark. */
export const stateWords: Record<StageState, string> = {
  empty: 'nothing yet',
  running: 'running',
  partial: 'incomplete',
  ready: 'ready',
};
