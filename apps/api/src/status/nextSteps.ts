import type { ModelVersion } from '../embeddings/models/modelVersion.ts';
import type { Coverage } from '../embeddings/vectors/coverage.ts';
import type { ActivityRow, Counts } from './store.ts';

export const NEXT_STEP_KINDS = [
  'EMBED_IMAGES',
  'IMPORT_CATALOG',
  'MAKE_TRIPLETS',
  'PROMOTE_MODEL',
  'START_TRAINING',
  'TRY_SIMILAR',
  'WAIT_FOR_EMBEDDING',
  'WAIT_FOR_IMPORT',
  'WAIT_FOR_TRAINING',
  'WAIT_FOR_TRIPLETS',
] as const;

export interface NextStep {
  readonly kind: (typeof NEXT_STEP_KINDS)[number];
  readonly title: string;
  readonly detail: string;
}

export interface Situation {
  readonly counts: Counts;
  /** What waits or runs: a step that is under way is waited for, not told to be begun. */
  readonly underWay: readonly ActivityRow[];
  /** The version that serves, else the newest one. */
  readonly model: ModelVersion | null;
  readonly serves: boolean;
  readonly coverage: Coverage | undefined;
}

/** What to do next on the way from a catalog to similar products. */
export function nextSteps(situation: Situation): NextStep[] {
  const { counts, model, underWay } = situation;
  const find = (kind: ActivityRow['kind']) => underWay.find((job) => job.kind === kind);
  if (counts.products === 0) return [waitFor(find('IMPORT')) ?? importCatalog()];
  const training = waitFor(find('TRAINING'));
  if (model !== null) return [...(training ? [training] : []), ...stepsOfModel(model, situation)];
  if (training) return [training];
  if (counts.usableTripletSets > 0) return [startTraining(counts)];
  return [waitFor(find('TRIPLETS')) ?? makeTriplets(counts)];
}

function stepsOfModel(model: ModelVersion, situation: Situation): NextStep[] {
  const { serves, coverage, underWay } = situation;
  const missing = (coverage?.images ?? 0) - (coverage?.embedded ?? 0);
  const embedding = underWay.find((job) => job.kind === 'EMBEDDING' && job.modelId === model.id);
  const steps: NextStep[] = serves ? [trySimilar(model)] : [];
  if (missing > 0 || !coverage?.indexed) {
    steps.unshift(waitFor(embedding) ?? embedImages(model, missing, serves));
  } else if (!serves) steps.push(promoteModel(model));
  return steps;
}

const WAITS = {
  IMPORT: { kind: 'WAIT_FOR_IMPORT', title: (name) => `${name} is being imported` },
  TRIPLETS: { kind: 'WAIT_FOR_TRIPLETS', title: (name) => `${name} is being made` },
  TRAINING: { kind: 'WAIT_FOR_TRAINING', title: (name) => `${name} is training` },
  EMBEDDING: { kind: 'WAIT_FOR_EMBEDDING', title: (name) => `${name} is embedding the images` },
} as const satisfies Partial<
  Record<ActivityRow['kind'], { kind: NextStep['kind']; title: (name: string) => string }>
>;

/** The step as one that is under way; undefined for none. */
function waitFor(job: ActivityRow | undefined): NextStep | undefined {
  if (job === undefined || job.kind === 'EVALUATION') return undefined;
  const { kind, title } = WAITS[job.kind];
  return { kind, title: title(job.title), detail: stateOf(job) };
}

function stateOf({ status, phase, done, total }: ActivityRow): string {
  if (status === 'QUEUED') return 'Waiting for a worker.';
  const doing = phase ?? 'starting';
  const sentence = total ? `${doing}, ${done} of ${total}` : doing;
  return `${sentence[0]?.toUpperCase()}${sentence.slice(1)}.`;
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

function embedImages(model: ModelVersion, missing: number, serves: boolean): NextStep {
  const images = missing === 1 ? '1 image has' : `${missing} images have`;
  const what = missing > 0 ? `${images} no vector of it yet` : 'Its index is not built';
  return {
    kind: 'EMBED_IMAGES',
    title: `Embed the images with model version ${model.number}`,
    detail: serves ? `${what}; it serves with the others meanwhile.` : `${what}.`,
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
