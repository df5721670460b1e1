import type { ModelVersion, TrainingRun } from '../../../../prisma/client/client.ts';
import type { Coverage } from '../embeddings/vectors/coverage.ts';
import type { Counts } from './store.ts';

export const NEXT_STEP_KINDS = [
  'EMBED_IMAGES',
  'IMPORT_CATALOG',
  'MAKE_TRIPLETS',
  'PROMOTE_MODEL',
  'START_TRAINING',
  'TRY_SIMILAR',
  'WAIT_FOR_TRAINING',
] as const;

export interface NextStep {
  readonly kind: (typeof NEXT_STEP_KINDS)[number];
  readonly title: string;
  readonly detail: string;
}

export interface Situation {
  readonly counts: Counts;
  readonly running: TrainingRun | null;
  /** The version that serves, else the newest one. */
  readonly model: ModelVersion | null;
  readonly serves: boolean;
  readonly coverage: Coverage | undefined;
}

/** What to do next on the way from a catalog to similar products. */
export function nextSteps(situation: Situation): NextStep[] {
  const { counts, running, model } = situation;
  if (counts.products === 0) return [importCatalog()];
  if (model !== null) return [...waitFor(running), ...stepsOfModel(model, situation)];
  if (running !== null) return waitFor(running);
  return counts.usableTripletSets === 0 ? [makeTriplets(counts)] : [startTraining(counts)];
}

function stepsOfModel(model: ModelVersion, { serves, coverage }: Situation): NextStep[] {
  const missing = (coverage?.images ?? 0) - (coverage?.embedded ?? 0);
  const steps: NextStep[] = [];
  if (missing > 0 || !coverage?.indexed) steps.push(embedImages(model, missing));
  else if (!serves) steps.push(promoteModel(model));
  if (serves) steps.push(trySimilar(model));
  return steps;
}

function importCatalog(): NextStep {
  return {
    kind: 'IMPORT_CATALOG',
    title: 'Import a catalog',
    detail: 'A CSV of products and a folder with their images is all it takes.',
  };
}

function makeTriplets({ products }: Counts): NextStep {
  return {
    kind: 'MAKE_TRIPLETS',
    title: 'Make triplets',
    detail: `Generate them from the attributes of ${products} products, or import a CSV.`,
  };
}

function startTraining({ triplets }: Counts): NextStep {
  return {
    kind: 'START_TRAINING',
    title: 'Train a model',
    detail: `${triplets} triplets are ready to learn from.`,
  };
}

function waitFor(running: TrainingRun | null): NextStep[] {
  if (running === null) return [];
  const detail = running.phase ?? (running.status === 'QUEUED' ? 'Waiting for a worker.' : '');
  return [{ kind: 'WAIT_FOR_TRAINING', title: `${running.name} is training`, detail }];
}

function embedImages(model: ModelVersion, missing: number): NextStep {
  const what =
    missing > 0 ? `${missing} images have no vector of it yet` : 'its index is not built';
  return {
    kind: 'EMBED_IMAGES',
    title: `Embed the images with model version ${model.number}`,
    detail: `${what[0]?.toUpperCase()}${what.slice(1)}.`,
  };
}

function promoteModel(model: ModelVersion): NextStep {
  return {
    kind: 'PROMOTE_MODEL',
    title: `Promote model version ${model.number}`,
    detail: 'Every image is embedded and indexed: it can serve.',
  };
}

function trySimilar(model: ModelVersion): NextStep {
  return {
    kind: 'TRY_SIMILAR',
    title: 'See similar products',
    detail: `Pick a product or upload a photo; model version ${model.number} answers.`,
  };
}
