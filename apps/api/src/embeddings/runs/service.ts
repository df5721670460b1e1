import type { EmbedRun } from '../../../../../prisma/client/client.ts';
import type { ServiceDeps } from '../../deps.ts';
import { notFound } from '../../errors.ts';
import { createJobRows } from '../../jobs/jobRow.ts';
import { type RunJobOptions, runJob } from '../../jobs/runJob.ts';
import type { ModelVersion } from '../models/modelVersion.ts';
import { PRODUCTION } from '../models/resolveModel.ts';
import type { ModelsService } from '../models/service.ts';
import { createVectorsStore } from '../vectors/store.ts';
import { type EmbedProgress, type EmbedTask, embedImages } from './embedImages.ts';
import { createRun, type EmbedRunDeps, startEmbedRun, startForNewImages } from './requestRun.ts';
import { createEmbedRunsStore } from './store.ts';

export interface EmbedOptions extends RunJobOptions {
  readonly onProgress?: ((progress: EmbedProgress) => void) | undefined;
}

/** Passes of a model version over every image that lacks a vector of it. */
export function createEmbedRunsService(given: ServiceDeps & { models: ModelsService }) {
  const runs = createEmbedRunsStore(given.database);
  const rows = createJobRows(given.database.prisma, 'EmbedRun');
  const deps = { ...given, runs, vectors: createVectorsStore(given.database) };

  async function require(id: string): Promise<EmbedRun> {
    const run = await runs.find(id);
    if (run === null) throw notFound('embedding run', id);
    return run;
  }

  return {
    ...{ require, find: runs.find, list: runs.list },
    create: (reference: string, promote = false) => createRun(deps, reference, promote),
    start: (reference: string, promote = false) => startEmbedRun(deps, reference, promote),
    startForNewImages: () => startForNewImages(deps),

    /** Does the pass. One that ended, or that another process does, is left alone. */
    async embed(id: string, options: EmbedOptions = {}): Promise<EmbedRun> {
      await doRun(deps, await require(id), options);
      return require(id);
    },

    /** A waiting pass ends at once, a running one after its batch; what is stored stays. */
    async cancel(id: string): Promise<EmbedRun> {
      await require(id);
      await rows.requestCancel(id);
      return require(id);
    },
  };
}

async function doRun(
  deps: EmbedRunDeps,
  { id, modelVersionId }: EmbedRun,
  options: EmbedOptions,
): Promise<void> {
  const { models, vectors, logger } = deps;
  const job = { id, table: 'EmbedRun', name: 'Embedding' } as const;
  await runJob({ client: deps.database.prisma, logger }, job, options, async (running) => {
    const model = await models.require(modelVersionId);
    await vectors.createPartition(model);
    await embedImages(deps, taskOf(models, model), running, options.onProgress);
  });
}

function taskOf(models: ModelsService, model: ModelVersion): EmbedTask {
  return {
    ...{ model, directory: models.directoryOf(model) },
    promote: (failed, also) => models.promote(model.id, PRODUCTION, { failed, also }),
  };
}
