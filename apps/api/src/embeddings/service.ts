import type { ServiceDeps } from '../deps.ts';
import { createInferenceService } from './inference/service.ts';
import { createModelsService } from './models/service.ts';
import { createEmbedRunsService } from './runs/service.ts';

export type EmbeddingsService = ReturnType<typeof createEmbeddingsService>;

/** Model versions, the runs that embed images with them, and the embedding of query images. */
export function createEmbeddingsService(deps: ServiceDeps) {
  const models = createModelsService(deps);
  return {
    models,
    runs: createEmbedRunsService({ ...deps, models }),
    inference: createInferenceService({ ...deps, models }),
  };
}
