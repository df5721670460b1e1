import {
  defaultTrainingConfig,
  listConfigurations,
  listModels,
  listTrainingSettings,
} from '@semblance/ml';
import type { ServiceDeps } from '../deps.ts';
import { AppError, notFound } from '../errors.ts';
import { createJobRows } from '../jobs/jobRow.ts';
import { type RunJobOptions, runJob } from '../jobs/runJob.ts';
import type { TripletsService } from '../triplets/service.ts';
import { type CurvesRequest, curvesOf } from './curves.ts';
import type { MetricSeries } from './readMetrics.ts';
import { type StartTrainingInput, startTrainingRun } from './startRun.ts';
import { createTrainingStore } from './store.ts';
import { type SuperviseOptions, superviseRun } from './supervise.ts';
import type { TrainingRun } from './trainingRun.ts';

export type TrainingService = ReturnType<typeof createTrainingService>;

/** Training runs: started here, carried out in a process of their own, watched through their rows. */
export function createTrainingService(given: ServiceDeps & { triplets: TripletsService }) {
  const { database, jobs, logger } = given;
  const store = createTrainingStore(database);
  const deps = { ...given, store };
  const rows = createJobRows(database.prisma, 'TrainingRun');

  async function requireRun(id: string): Promise<TrainingRun> {
    const run = await store.findRun(id);
    if (!run) throw notFound('training run', id);
    return run;
  }

  return {
    requireRun,
    findRun: store.findRun,
    findUnfinishedRun: store.findUnfinishedRun,
    runsByIds: store.runsByIds,
    checkpointsOf: store.checkpointsOf,
    checkpointMetrics: store.checkpointMetrics,
    lastMetrics: store.lastMetrics,

    defaults: trainingDefaults,

    /** By id, or the newest run of that name. */
    async findRunByNameOrId(nameOrId: string): Promise<TrainingRun | null> {
      const isId = /^[0-9a-f]{8}-[0-9a-f-]{27}$/i.test(nameOrId);
      return isId ? store.findRun(nameOrId) : store.findRunByName(nameOrId);
    },

    /** Newest first, one more than `first` if there are more. */
    page(request: { first: number; after?: string | undefined }): Promise<TrainingRun[]> {
      return store.pageOfRuns(request.after, request.first + 1);
    },

    start: (input: StartTrainingInput): Promise<TrainingRun> => startTrainingRun(deps, input),

    /**
     * Carries out a waiting run, from its latest checkpoint if it has one. A run that is not
     * waiting is left as it is.
     * @throws what ended it early, after the row says so
     */
    async run(id: string, options: RunJobOptions & SuperviseOptions = {}): Promise<TrainingRun> {
      await requireRun(id);
      const job = { id, table: 'TrainingRun', name: 'Training' } as const;
      await runJob({ client: database.prisma, logger }, job, options, (running) =>
        superviseRun(deps, running, options),
      );
      return requireRun(id);
    },

    /** A waiting run ends at once; a running one after its step, with a checkpoint. */
    async cancel(id: string): Promise<TrainingRun> {
      await requireRun(id);
      await rows.requestCancel(id);
      return requireRun(id);
    },

    /** Puts a run that ended early back in the queue. @throws CONFLICT when it did not end early */
    async resume(id: string): Promise<TrainingRun> {
      requireReopened(await requireRun(id), await rows.reopen(id));
      await jobs.send('training.run', { id });
      return requireRun(id);
    },

    /** Curves, each thinned to at most `points`. @throws BAD_INPUT, LIMIT_EXCEEDED */
    metrics: async (id: string, request: CurvesRequest): Promise<MetricSeries[]> =>
      (await curvesOf(store, [id], request)).get(id) ?? [],
    /** The same of several runs, by run. */
    metricsOf: (ids: readonly string[], request: CurvesRequest) => curvesOf(store, ids, request),
  };
}

function requireReopened({ status }: TrainingRun, reopened: boolean): void {
  if (reopened) return;
  const why = status === 'SUCCEEDED' ? 'The run is complete.' : 'The run has not ended yet.';
  throw new AppError('CONFLICT', `${why} Nothing is to be resumed.`, { status });
}

/** What a new run takes when nothing is said, and what may be said instead. */
function trainingDefaults() {
  return {
    config: defaultTrainingConfig(),
    settings: listTrainingSettings(),
    configurations: listConfigurations(),
    models: listModels(),
  };
}
