/** The five stages, in flow order, and what state each of them is in. */

import type { ActivityKind } from './api/generated/graphql.ts';
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
    triplets: number;
    tripletSets: number;
    trainingRuns: number;
    productionModel?: { coverage: Coverage } | null;
    underWay: readonly { kind: ActivityKind }[];
  };
  models: readonly unknown[];
}

type Coverage = { images: number; embedded: number; indexed: boolean };

/**
 * Sums the counts up: nothing yet, under way, not whole yet, or standing. A model serves from its
 * first vector on: images that wait for theirs make the embeddings incomplete, not the serving.
 */
export function stageStates({ status, models }: Counts): StageStates {
  const working = new Set(status.underWay.map(({ kind }) => kind));
  const coverage = status.productionModel?.coverage;
  const whole = coverage ? coverage.embedded >= coverage.images && coverage.indexed : false;
  const state = (kind: ActivityKind, stands: boolean, begun = false): StageState =>
    working.has(kind) ? 'running' : stands ? 'ready' : begun ? 'partial' : 'empty';
  const serves = coverage !== undefined && coverage.embedded > 0;
  return {
    catalog: { state: state('IMPORT', status.products > 0), count: status.products },
    triplets: { state: state('TRIPLETS', status.triplets > 0), count: status.tripletSets },
    training: { state: state('TRAINING', status.trainingRuns > 0), count: status.trainingRuns },
    embeddings: { state: state('EMBEDDING', whole, models.length > 0), count: models.length },
    similar: { state: serves ? 'ready' : coverage ? 'partial' : 'empty', count: null },
  };
}

/** The state in words, for those who cannot see the mark. */
export const stateWords: Record<StageState, string> = {
  empty: 'nothing yet',
  running: 'running',
  partial: 'incomplete',
  ready: 'ready',
};
