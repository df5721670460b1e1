import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { CheckpointExport, ExportedFile } from '@semblance/ml';
import { decodeImage } from '@semblance/ml/images/decodeImage';
import type { EmbedRun, ModelVersion } from '../../../../prisma/client/client.ts';
import type { ServiceDeps } from '../deps.ts';
import { AppError, notFound } from '../errors.ts';
import { createHeldModels } from './heldModels.ts';
import { importModel, type ModelImportRequest } from './models/importModel.ts';
import { preprocessingOf } from './models/manifest.ts';
import { createOnnxDownloads } from './models/onnxDownloads.ts';
import { promote } from './models/promotion.ts';
import { type Registration, registerModelVersion } from './models/registerModelVersion.ts';
import { PRODUCTION, resolveModel } from './models/resolveModel.ts';
import { type EmbedOptions, embedImages } from './runs/embedImages.ts';
import * as store from './store.ts';
import { requireStorable } from './vectors/indexType.ts';
import { checkVector } from './vectors/vector.ts';
import {
  type Coverage,
  countWithoutVector,
  coverageOf,
  createPartition,
  dropPartition,
  readinessOf,
} from './vectors/vectorTable.ts';
import { doWeightsWork } from './weightsWork.ts';

export type EmbeddingsService = ReturnType<typeof createEmbeddingsService>;

/** Model versions, their embeddings, and which version serves. */
export function createEmbeddingsService(deps: ServiceDeps) {
  const { database, env, jobs } = deps;
  const { prisma } = database;
  const held = createHeldModels();

  async function requireRun(id: string): Promise<EmbedRun> {
    const run = await store.findRun(prisma, id);
    if (run === null) throw notFound('embedding run', id);
    return run;
  }

  /** By id, `ModelVersion_<id>`, number or alias. @throws NOT_FOUND, NO_MODEL */
  const requireModel = (reference: string): Promise<ModelVersion> =>
    resolveModel(database, reference);

  const modelDirectory = (model: ModelVersion): string => join(env.dataDir, model.artifact);

  /**
   * Asks for a pass of the model over all images without a vector. A pass that has not ended is
   * returned instead of a second one beside it.
   * @throws BAD_INPUT for vectors too long to be stored
   */
  async function startEmbedding(reference: string, promoteAfter = false): Promise<EmbedRun> {
    const model = await requireModel(reference);
    requireStorable(model);
    const open = await store.findOpenRun(prisma, model.id);
    if (open !== null && !open.cancelRequested) {
      return promoteAfter && !open.promote
        ? store.updateRun(prisma, open.id, { promote: true })
        : open;
    }
    const run = await store.createRun(prisma, {
      modelVersionId: model.id,
      promote: promoteAfter,
    });
    await jobs.send('embeddings.embed', { id: run.id });
    return run;
  }

  async function exportModel(
    model: ModelVersion,
    target: string,
    options: Pick<CheckpointExport, 'format' | 'layout'>,
  ): Promise<ExportedFile[]> {
    const { backend: prefer, enableWebgpu, nativeDirectory } = env;
    const backend = { enableWebgpu, nativeDirectory, ...(prefer && { prefer }) };
    const about = { name: model.name, modelVersion: String(model.number), id: model.id };
    return doWeightsWork({
      type: 'export',
      directory: modelDirectory(model),
      target,
      options: { ...options, about, backend },
    });
  }

  const onnx = createOnnxDownloads(deps.storage, (model, target) =>
    exportModel(model, target, { format: 'onnx' }),
  );

  return {
    requireModel,
    requireRun,
    /** Where the exported model lies on disk. */
    modelDirectory,
    findRun: (id: string) => store.findRun(prisma, id),
    models: () => store.listModels(prisma),
    embedRuns: (first: number) => store.listRuns(prisma, first),
    aliasHistory: (alias: string) => store.aliasHistory(prisma, alias),

    /** What serves, or null before the first promotion. */
    findProductionModel: () => store.findModelByAlias(prisma, PRODUCTION),

    async modelsByIds(ids: readonly string[]): Promise<Map<string, ModelVersion>> {
      return new Map((await store.modelsByIds(prisma, ids)).map((model) => [model.id, model]));
    },

    /** By training run; runs that have made no model are missing. */
    async modelsByTrainingRuns(runIds: readonly string[]): Promise<Map<string, ModelVersion>> {
      const models = await store.modelsByTrainingRuns(prisma, runIds);
      return new Map(models.map((model) => [model.trainingRunId as string, model]));
    },

    async aliasesOf(modelIds: readonly string[]): Promise<Map<string, string[]>> {
      const aliases = new Map<string, string[]>(modelIds.map((id) => [id, []]));
      for (const alias of await store.aliasesOfModels(prisma, modelIds)) {
        aliases.get(alias.modelVersionId)?.push(alias.name);
      }
      return aliases;
    },

    /** By version number: see Coverage. */
    coverage: (numbers: readonly number[]): Promise<Map<number, Coverage>> =>
      coverageOf(database, numbers),

    /** What a search needs to know of a version, cheaper than its coverage. */
    readiness: (model: ModelVersion) => readinessOf(database, model.number),

    /** Copies a checkpoint into the models directory and gives it the next version number. */
    registerModelVersion: (given: Registration): Promise<ModelVersion> =>
      registerModelVersion(deps, given),

    /** Brings in a model that was trained elsewhere, see importModel. */
    importModel: (given: ModelImportRequest, trusted: boolean): Promise<ModelVersion> =>
      importModel(deps, given, trusted),

    /**
     * Writes a version's model into a new folder, for use elsewhere.
     * @throws CONFIG_INVALID when the folder holds something, WEIGHTS_UNSUPPORTED, DISK_FULL
     */
    exportModel,

    /** Path of a version's ONNX file, written at the first demand. @throws WEIGHTS_UNSUPPORTED */
    onnxFile: (model: ModelVersion): Promise<string> => onnx.fileOf(model),

    startEmbedding,

    /**
     * Asks for a pass of the model that serves, if images lack a vector of it.
     * @returns the pass; null when none is needed, or there is no such model. `busy`: one is under
     *   way, which may not see what came since it began
     */
    async embedNewImages(): Promise<{ run: EmbedRun | null; busy: boolean }> {
      const model = await store.findModelByAlias(prisma, PRODUCTION);
      if (model === null) return { run: null, busy: false };
      await createPartition(database, model);
      if ((await countWithoutVector(database, model)) === 0) return { run: null, busy: false };
      const open = await store.findOpenRun(prisma, model.id);
      if (open?.status === 'RUNNING') return { run: open, busy: true };
      return { run: await startEmbedding(model.id), busy: false };
    },

    /** A row for a pass that the caller does itself, without a worker. */
    async createEmbedding(reference: string, promoteAfter = false): Promise<EmbedRun> {
      const model = await requireModel(reference);
      requireStorable(model);
      return store.createRun(prisma, { modelVersionId: model.id, promote: promoteAfter });
    },

    /**
     * Does the pass, see embedImages. One that has ended, or that another process does, is
     * returned as it is.
     */
    async runEmbedding(id: string, options: EmbedOptions = {}): Promise<EmbedRun> {
      await requireRun(id);
      if (!(await store.claimRun(prisma, id, deps.clock()))) return requireRun(id);
      const run = await requireRun(id);
      if (run.cancelRequested) {
        return store.updateRun(prisma, id, { status: 'CANCELLED', finishedAt: deps.clock() });
      }
      const model = await requireModel(run.modelVersionId);
      await createPartition(database, model);
      const task = {
        run,
        model,
        directory: modelDirectory(model),
        preprocessing: preprocessingOf(model),
        promote: () => promote(database, model, PRODUCTION),
      };
      return embedImages(deps, task, options);
    },

    /** A waiting pass ends at once, a running one after its batch; what is stored stays. */
    async cancelEmbedding(id: string): Promise<EmbedRun> {
      const run = await requireRun(id);
      if (run.status === 'RUNNING') return store.updateRun(prisma, id, { cancelRequested: true });
      if (run.status !== 'QUEUED') return run;
      const ended = { status: 'CANCELLED', finishedAt: deps.clock() } as const;
      return store.updateRun(prisma, id, { ...ended, cancelRequested: true });
    },

    /** Puts a pass whose worker stopped back into the queue; asked for by job.ts. */
    async requeueEmbedding(id: string): Promise<void> {
      const cleared = { errorCode: null, error: null, finishedAt: null, heartbeatAt: null };
      await store.updateRun(prisma, id, { status: 'QUEUED', ...cleared });
    },

    /** Passes that wait or were under way when their worker died. */
    openEmbeddings: () => store.listOpenRuns(prisma),

    /** Moves the alias. @throws MODEL_NOT_READY, see promotion.ts */
    async promote(reference: string, alias: string = PRODUCTION): Promise<ModelVersion> {
      const model = await requireModel(reference);
      await promote(database, model, alias);
      return model;
    },

    /**
     * The vector of one image file, made in a worker thread: the event loop does not wait.
     * @throws IMAGE_... for a bad file, UNAVAILABLE when too many wait
     */
    async embedImage(model: ModelVersion, path: string): Promise<Float32Array> {
      const pixels = await decodeImage(path, preprocessingOf(model));
      const { backend, enableWebgpu } = env;
      const thread = { directory: modelDirectory(model), backend, enableWebgpu };
      const vector = await held.embed(model.id, thread, pixels);
      checkVector(vector, model.dimension);
      return vector;
    },

    /** Puts away the models that embedImage holds. */
    close: () => held.close(),

    /** Drops a version with its vectors and files. @throws CONFLICT while an alias names it */
    async deleteModel(reference: string): Promise<void> {
      const model = await requireModel(reference);
      const [alias] = await store.aliasesOfModels(prisma, [model.id]);
      if (alias !== undefined) {
        const message = `Model version ${model.number} is ${alias.name}; promote another one first.`;
        throw new AppError('CONFLICT', message, { alias: alias.name });
      }
      await store.deleteModel(prisma, model.id);
      await dropPartition(database, model.number);
      await rm(modelDirectory(model), { recursive: true, force: true });
      await onnx.remove(model);
    },
  };
}
