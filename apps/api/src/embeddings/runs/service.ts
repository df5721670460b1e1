import type { EmbedRun, ModelVersion } from '../../../../../prisma/client/client.ts';
import type { ServiceDeps } from '../../deps.ts';
import { notFound } from '../../errors.ts';
import { createJobRows } from '../../jobs/jobRow.ts';
import { type RunJobOptions, runJob } from '../../jobs/runJob.ts';
import { preprocessingOf } from '../models/manifest.ts';
import { PRODUCTION } from '../models/resolveModel.ts';
import type { ModelsService } from '../models/service.ts';
import { requireStorable } from '../vectors/indexType.ts';
import { createVectorsStore } from '../vectors/store.ts';
import { type EmbedProgress, type EmbedTask, embedImages } from './embedImages.ts';
import { createEmbedRunsStore } from './store.ts';

export interface EmbedOptions extends RunJobOptions {
  readonly onProgress?: ((progress: EmbedProgress) => void) | undefined;
}

export type EmbedRunsService = ReturnType<typeof createEmbedRunsService>;

/** Passes of a model version over every image that lacks a vector of it. */
export function createEmbedRunsService(given: ServiceDeps & { models: ModelsService }) {
  const { models, jobs, logger } = given;
  const { prisma } = given.database;
  const runs = createEmbedRunsStore(given.database);
  const vectors = createVectorsStore(given.database);
  const rows = createJobRows(prisma, 'EmbedRun');
  const deps = { ...given, runs, vectors };

  async function require(id: string): Promise<EmbedRun> {
    const run = await runs.find(id);
    if (run === null) throw notFound('embedding run', id);
    return run;
  }

  /** A row for a pass that the caller does itself, without a worker. */
  async function create(reference: string, promote = false): Promise<EmbedRun> {
    const model = await models.require(reference);
    requireStorable(model);
    return runs.create(model.id, promote);
  }

  /**
   * Asks for a pass of the model over all images without a vector. A pass that has not ended is
   * returned instead of a second one beside it.
   * @throws BAD_INPUT for vectors too long to be stored
   */
  async function start(reference: string, promote = false): Promise<EmbedRun> {
    const model = await models.require(reference);
    requireStorable(model);
    const open = await runs.findOpen(model.id);
    if (open !== null && !open.cancelRequested) {
      return promote && !open.promote ? runs.askToPromote(open.id) : open;
    }
    const run = await runs.create(model.id, promote);
    await jobs.send('embeddings.embed', { id: run.id });
    return run;
  }

  /**
   * Asks for a pass of the model that serves, if images lack a vector of it.
   * @returns the pass; null when none is needed, or there is no such model. `busy`: one is under
   *   way, which may not see what came since it began
   */
  async function startForNewImages(): Promise<{ run: EmbedRun | null; busy: boolean }> {
    const model = await models.findProduction();
    if (model === null) return { run: null, busy: false };
    await vectors.createPartition(model);
    if ((await vectors.countPending(model)) === 0) return { run: null, busy: false };
    const open = await runs.findOpen(model.id);
    if (open?.status === 'RUNNING') return { run: open, busy: true };
    return { run: await start(model.id), busy: false };
  }

  /** Does the pass, see embedImages. One that ended, or that another process does, is left alone. */
  async function embed(id: string, options: EmbedOptions = {}): Promise<EmbedRun> {
    const { modelVersionId } = await require(id);
    const job = { id, table: 'EmbedRun', name: 'Embedding' } as const;
    await runJob({ client: prisma, logger }, job, options, async (running) => {
      const task = await taskOf(await models.require(modelVersionId));
      await embedImages(deps, task, running, options.onProgress);
    });
    return require(id);
  }

  async function taskOf(model: ModelVersion): Promise<EmbedTask> {
    await vectors.createPartition(model);
    return {
      ...{ model, directory: models.directoryOf(model), preprocessing: preprocessingOf(model) },
      promote: (failed, also) => models.promote(model.id, PRODUCTION, { failed, also }),
    };
  }

  /** A waiting pass ends at once, a running one after its batch; what is stored stays. */
  async function cancel(id: string): Promise<EmbedRun> {
    await require(id);
    await rows.requestCancel(id);
    return require(id);
  }

  return {
    ...{ require, create, start, startForNewImages, embed, cancel },
    ...{ find: runs.find, list: runs.list },
  };
}
