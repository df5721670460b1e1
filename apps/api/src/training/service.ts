import {
  defaultTrainingConfig,
  isMlError,
  listConfigurations,
  listModels,
  listTrainingSettings,
  parseTrainingConfig,
  readSavedConfig,
  requireConfiguration,
  type TrainingConfig,
} from '@semblance/ml';
import type { Split, TrainingRun } from '../../../../prisma/client/client.ts';
import type { ServiceDeps } from '../deps.ts';
import { AppError, badInput, notFound } from '../errors.ts';
import { totalOf } from '../triplets/counts.ts';
import type { TripletsService } from '../triplets/service.ts';
import type { TripletSet } from '../triplets/tripletSet.ts';
import { placeBackbone } from './backbones.ts';
import { backboneDirectory, checkStart } from './initialWeights.ts';
import { createTrainingStore, type RunEnd } from './store.ts';
import type { MetricSeries } from './storeMetrics.ts';
import { SILENT_MS, type SuperviseOptions, superviseRun } from './supervise.ts';

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

/**
 * What a run trains with, also where it was saved before a setting existed or under the setting's
 * earlier name; as saved if no model or loss of today answers to it.
 */
function configOf(run: Pick<TrainingRun, 'config'>): unknown {
  try {
    return readSavedConfig(run.config);
  } catch (error) {
    if (!isMlError(error)) throw error;
    return run.config;
  }
}

export type TrainingService = ReturnType<typeof createTrainingService>;

const MAX_POINTS = 5_000;

/** Training runs: started here, carried out in a process of their own, watched through their rows. */
export function createTrainingService(deps: ServiceDeps & { triplets: TripletsService }) {
  const { database, triplets, jobs, clock, env, logger } = deps;
  const store = createTrainingStore(database);

  async function requireRun(id: string): Promise<TrainingRun> {
    const run = await store.findRun(id);
    if (!run) throw notFound('training run', id);
    return run;
  }

  async function keepBackbone(config: TrainingConfig, file: string): Promise<void> {
    const backbone = checkStart(config);
    if (backbone === null) {
      const message = `A run of ${config.model} with initialWeights=${config.initialWeights} takes none.`;
      throw badInput('backboneWeights', message);
    }
    await placeBackbone({ directory: backboneDirectory(env) }, backbone, file);
  }

  const silentSince = () => new Date(clock().getTime() - SILENT_MS);
  const isSilent = (run: TrainingRun) =>
    run.heartbeatAt === null || run.heartbeatAt < silentSince();

  return {
    requireRun,
    configOf,
    findRun: store.findRun,
    runsByIds: store.runsByIds,
    checkpointsOf: store.checkpointsOf,
    lastMetrics: store.lastMetrics,

    /** What a new run takes when nothing is said, and what may be said instead. */
    defaults() {
      return {
        config: defaultTrainingConfig(),
        settings: listTrainingSettings(),
        configurations: listConfigurations(),
        models: listModels(),
      };
    },

    /** By id, or the newest run of that name. */
    async findRunByNameOrId(nameOrId: string): Promise<TrainingRun | null> {
      const isId = /^[0-9a-f]{8}-[0-9a-f-]{27}$/i.test(nameOrId);
      return isId ? store.findRun(nameOrId) : store.findRunByName(nameOrId);
    },

    /** Newest first, one more than `first` if there are more. */
    page(request: { first: number; after?: string | undefined }): Promise<TrainingRun[]> {
      return store.pageOfRuns(request.after, request.first + 1);
    },

    /** Creates a run. @throws BAD_INPUT naming the field, NOT_FOUND, CONFLICT */
    async start(input: StartTrainingInput): Promise<TrainingRun> {
      const config = parseConfig(input.config ?? {}, input.configuration ?? undefined);
      checkStart(config);
      const set = await triplets.requireSet(input.tripletSetId);
      requireTrainable(set);
      if (input.backboneWeights) await keepBackbone(config, input.backboneWeights);
      const name = input.name?.trim() || (await nextName(set));
      if (name.length > 100) throw badInput('name', 'name may have at most 100 characters.');
      const { seed, epochs: totalEpochs } = config;
      const run = await store.createRun({ name, tripletSetId: set.id, config, seed, totalEpochs });
      await jobs.send('training.run', { id: run.id });
      return run;
    },

    /**
     * Carries out a waiting run, from its latest checkpoint if it has one. A run that is not
     * waiting is left as it is.
     * @throws what ended it early, after the row says so
     */
    async run(id: string, options: SuperviseOptions = {}): Promise<TrainingRun> {
      const run = await requireRun(id);
      if (run.status !== 'QUEUED' || !(await store.claim(id, clock()))) return run;
      await superviseRun({ env, store, logger, clock }, run, options);
      const ended = await requireRun(id);
      if (ended.status === 'SUCCEEDED') return ended;
      if (ended.status === 'QUEUED') throw new AppError('CANCELLED', 'The run waits again.');
      throw new AppError((ended.errorCode ?? 'INTERNAL') as AppError['code'], ended.error ?? '', {
        trainingRunId: id,
      });
    },

    /** A waiting run ends at once; a running one after its step, with a checkpoint. */
    async cancel(id: string): Promise<TrainingRun> {
      const run = await requireRun(id);
      const ended = {
        status: 'CANCELLED',
        cancelRequested: true,
        errorCode: 'CANCELLED',
        error: 'Training was cancelled.',
        phase: null,
        finishedAt: clock(),
      } as const;
      if (!(await store.move(id, ['QUEUED'], ended))) {
        await store.move(id, ['RUNNING'], isSilent(run) ? ended : { cancelRequested: true });
      }
      return requireRun(id);
    },

    /** Puts a run that ended early back in the queue. @throws CONFLICT when it did not end early */
    async resume(id: string): Promise<TrainingRun> {
      const run = await requireRun(id);
      const from = run.status === 'RUNNING' && isSilent(run) ? 'RUNNING' : undefined;
      const moved = await store.move(
        id,
        ['FAILED', 'CANCELLED', ...(from ? ([from] as const) : [])],
        {
          status: 'QUEUED',
          cancelRequested: false,
          errorCode: null,
          error: null,
          finishedAt: null,
          phase: 'waiting for a worker',
        },
      );
      if (!moved) {
        const done = run.status === 'SUCCEEDED';
        const message = done ? 'The run is complete.' : 'The run has not ended yet.';
        throw new AppError('CONFLICT', `${message} Nothing is to be resumed.`, {
          status: run.status,
        });
      }
      await jobs.send('training.run', { id });
      return requireRun(id);
    },

    /** Queues every run that lost its process. */
    async repair(): Promise<void> {
      for (const run of await store.orphans(silentSince())) {
        const end: RunEnd = run.cancelRequested
          ? { status: 'CANCELLED', errorCode: 'CANCELLED', error: 'Training was cancelled.' }
          : { status: 'QUEUED' };
        const ended = await store.end(run.id, end, clock());
        if (ended && end.status === 'QUEUED') await jobs.send('training.run', { id: run.id });
      }
    },

    /** Tells the queue again of the runs that wait: it may have forgotten them. */
    async requeueWaiting(): Promise<void> {
      for (const id of await store.waitingRuns()) await jobs.send('training.run', { id });
    },

    /** Curves, each thinned to at most `points`. @throws BAD_INPUT, LIMIT_EXCEEDED */
    async metrics(
      id: string,
      request: { names?: readonly string[] | null; split?: Split | null; points: number },
    ): Promise<MetricSeries[]> {
      const { names = null, split = null, points } = request;
      if (!Number.isInteger(points) || points < 2) {
        throw badInput('points', 'points must be a whole number of at least 2.');
      }
      if (points > MAX_POINTS) {
        const message = `points may be at most ${MAX_POINTS}.`;
        throw new AppError('LIMIT_EXCEEDED', message, { field: 'points', max: MAX_POINTS });
      }
      return store.metricSeries(id, { names, split, points });
    },
  };

  async function nextName(set: TripletSet): Promise<string> {
    const prefix = `${set.name} run `;
    return `${prefix}${(await store.countRunsNamed(prefix)) + 1}`;
  }
}

/** @throws BAD_INPUT whose field is `configuration`, `config` or `config.<name>` */
function parseConfig(json: unknown, configuration: string | undefined): TrainingConfig {
  const start = configuration === undefined ? {} : findConfiguration(configuration);
  // Not an object: left as it is, for the check to refuse.
  const whole = typeof json === 'object' && json !== null && !Array.isArray(json);
  try {
    return parseTrainingConfig(whole ? { ...start, ...json } : json);
  } catch (error) {
    if (!isMlError(error)) throw error;
    const { field } = error.details;
    const name = typeof field === 'string' ? `config.${field}` : 'config';
    throw badInput(name, error.message);
  }
}

function findConfiguration(name: string): Partial<TrainingConfig> {
  try {
    return requireConfiguration(name).config;
  } catch (error) {
    if (isMlError(error)) throw badInput('configuration', error.message);
    throw error;
  }
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
