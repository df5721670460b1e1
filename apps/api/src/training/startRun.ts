import type { TrainingConfig } from '@semblance/ml';
import type { ServiceDeps } from '../deps.ts';
import { AppError, badInput } from '../errors.ts';
import { totalOf } from '../triplets/counts.ts';
import type { TripletsService } from '../triplets/service.ts';
import type { TripletSet } from '../triplets/tripletSet.ts';
import { placeBackbone } from './backbones.ts';
import { backboneDirectory, checkStart } from './initialWeights.ts';
import { requestedConfig } from './requestedConfig.ts';
import type { TrainingStore } from './store.ts';
import type { TrainingRun } from './trainingRun.ts';

export interface StartTrainingInput {
  tripletSetId: string;
  name?: string | null;
  /** A configuration to start from instead of the defaults, by name. */
  configuration?: string | null;
  /** Fields that differ from it. */
  config?: unknown;
  /**
   * A file of the backbone's ImageNet weights, for machines without internet. Only the operator's
   * own command line gives it.
   */
  backboneWeights?: string | undefined;
}

interface StartDeps extends Pick<ServiceDeps, 'env' | 'jobs'> {
  readonly store: TrainingStore;
  readonly triplets: Pick<TripletsService, 'requireSet'>;
}

/** Creates a run, for a worker to take. @throws BAD_INPUT naming the field, NOT_FOUND, CONFLICT */
export async function startTrainingRun(
  deps: StartDeps,
  input: StartTrainingInput,
): Promise<TrainingRun> {
  const { store, triplets, jobs, env } = deps;
  const config = requestedConfig(input.config ?? {}, input.configuration ?? undefined);
  checkStart(config);
  const set = await triplets.requireSet(input.tripletSetId);
  requireTrainable(set);
  if (input.backboneWeights) await keepBackbone(env, config, input.backboneWeights);
  const name = input.name?.trim() || (await nextName(store, set));
  if (name.length > 100) throw badInput('name', 'name may have at most 100 characters.');
  const { seed, epochs: totalEpochs } = config;
  const run = await store.createRun({ name, tripletSetId: set.id, config, seed, totalEpochs });
  await jobs.send('training.run', { id: run.id });
  return run;
}

/** @throws CONFLICT while the set is not ready, BAD_INPUT when a split is empty */
function requireTrainable(set: TripletSet): void {
  const title = `Triplet set ${set.name} version ${set.version}`;
  if (set.status !== 'SUCCEEDED') {
    const message = `${title} is ${set.status.toLowerCase()}; only a finished set can be trained on.`;
    throw new AppError('CONFLICT', message, { field: 'tripletSetId', status: set.status });
  }
  for (const split of ['TRAIN', 'VAL'] as const) {
    if (totalOf(set, { split }) > 0) continue;
    const message = `${title} has no ${split} triplets; training needs TRAIN and VAL.`;
    throw badInput('tripletSetId', message, { split });
  }
}

async function keepBackbone(
  env: StartDeps['env'],
  config: TrainingConfig,
  file: string,
): Promise<void> {
  const backbone = checkStart(config);
  if (backbone === null) {
    const message = `A run of ${config.model} with initialWeights=${config.initialWeights} takes none.`;
    throw badInput('backboneWeights', message);
  }
  await placeBackbone({ directory: backboneDirectory(env) }, backbone, file);
}

async function nextName(store: TrainingStore, set: TripletSet): Promise<string> {
  const prefix = `${set.name} run `;
  return `${prefix}${(await store.countRunsNamed(prefix)) + 1}`;
}
