import { decodeImage } from '@semblance/ml/images/decodeImage';
import type { Env } from '../../env.ts';
import type { ModelVersion } from '../models/modelVersion.ts';
import type { ModelsService } from '../models/service.ts';
import { checkVector } from '../vectors/vector.ts';
import { createHeldModels } from './heldModels.ts';

export interface InferenceDeps {
  readonly env: Env;
  readonly models: Pick<ModelsService, 'directoryOf'>;
}

/** Vectors of images that are asked about, by models that are held ready. */
export function createInferenceService({ env, models }: InferenceDeps) {
  const held = createHeldModels();
  return {
    /**
     * The vector of one image file, made in a worker thread: the event loop does not wait.
     * @throws IMAGE_... for a bad file, UNAVAILABLE when too many wait
     */
    async embedImage(model: ModelVersion, path: string): Promise<Float32Array> {
      const pixels = await decodeImage(path, model.preprocessing);
      const { backend, enableWebgpu } = env;
      const thread = { directory: models.directoryOf(model), backend, enableWebgpu };
      const vector = await held.embed(model.id, thread, pixels);
      checkVector(vector, model.dimension);
      return vector;
    },

    /** Evicts the models that embedImage holds. */
    close: () => held.close(),
  };
}
