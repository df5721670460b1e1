import type { ServiceDeps } from '../../deps.ts';
import { AppError } from '../../errors.ts';
import { createVectorsStore } from '../vectors/store.ts';
import { importModel, type ModelImportRequest } from './importModel.ts';
import { createModelFiles } from './modelFiles.ts';
import type { ModelVersion } from './modelVersion.ts';
import { type PromotionOptions, promote } from './promotion.ts';
import { type Registration, registerModelVersion } from './registerModelVersion.ts';
import { PRODUCTION, resolveModel } from './resolveModel.ts';
import { createModelsStore } from './store.ts';

export type ModelsService = ReturnType<typeof createModelsService>;

/** Model versions: how they come and go, what they are, and which one serves. */
export function createModelsService(given: ServiceDeps) {
  const models = createModelsStore(given.database);
  const vectors = createVectorsStore(given.database);
  const files = createModelFiles(given);
  const deps = { ...given, models, vectors };
  const { list, byIds, byTrainingRuns, aliasesOf, aliasHistory } = models;

  /** By id, `ModelVersion_<id>`, number or alias. @throws NOT_FOUND, NO_MODEL */
  const require = (reference: string): Promise<ModelVersion> => resolveModel(models, reference);

  return {
    ...{ require, list, byIds, byTrainingRuns, aliasesOf, aliasHistory },

    /** What serves, or null before the first promotion. */
    findProduction: (): Promise<ModelVersion | null> => models.findByAlias(PRODUCTION),

    /** How far versions are embedded and indexed, by their numbers. */
    coverage: vectors.coverage,

    /** What a search needs to know of a version, cheaper than its coverage. */
    readiness: (model: ModelVersion) => vectors.readiness(model.number),

    /** See createModelFiles. */
    ...{ directoryOf: files.directoryOf, export: files.export, onnxFile: files.onnxFile },

    /** Copies a checkpoint into the models directory and gives it the next version number. */
    register: (registration: Registration): Promise<ModelVersion> =>
      registerModelVersion(deps, registration),

    /** Brings in a model that was trained elsewhere, see importModel. */
    import: (request: ModelImportRequest, trusted: boolean): Promise<ModelVersion> =>
      importModel(deps, request, trusted),

    /** Moves the alias. @throws MODEL_NOT_READY, see promotion.ts */
    async promote(
      reference: string,
      alias: string = PRODUCTION,
      options?: PromotionOptions,
    ): Promise<ModelVersion> {
      const model = await require(reference);
      await promote(deps, model, alias, options);
      return model;
    },

    /** Drops a version with its vectors and files. @throws CONFLICT while an alias names it */
    async delete(reference: string): Promise<void> {
      const model = await require(reference);
      const [alias] = (await aliasesOf([model.id])).get(model.id) ?? [];
      if (alias !== undefined) {
        const message = `Model version ${model.number} is ${alias}; promote another one first.`;
        throw new AppError('CONFLICT', message, { alias });
      }
      await models.delete(model.id);
      await vectors.dropPartition(model.number);
      await files.remove(model);
    },
  };
}
