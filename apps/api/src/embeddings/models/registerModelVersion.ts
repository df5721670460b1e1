import { rm } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { copyForServing } from '@semblance/ml';
import type { ServiceDeps } from '../../deps.ts';
import { badInput } from '../../errors.ts';
import type { VectorsStore } from '../vectors/store.ts';
import { type ModelVersion, modelManifestOf } from './modelVersion.ts';
import type { ModelsStore } from './store.ts';

/** What making a model version takes. */
export interface ModelDeps extends ServiceDeps {
  readonly models: ModelsStore;
  readonly vectors: VectorsStore;
}

export interface Registration {
  readonly name: string;
  /** The run that made it; left out for a model brought in from elsewhere. */
  readonly trainingRunId?: string | undefined;
  /** The run's BEST checkpoint: manifest and weights. */
  readonly checkpointDirectory: string;
}

/**
 * Copies what serving needs into the models directory and gives it the next version number. The
 * copy is the version's own: training on does not change it. A run makes one version; asked for
 * again, that one is returned.
 * @throws CHECKPOINT_MISSING, CHECKPOINT_CORRUPT, CHECKPOINT_MISMATCH, DISK_FULL
 */
export async function registerModelVersion(
  { models, vectors, storage, env }: ModelDeps,
  given: Registration,
): Promise<ModelVersion> {
  const name = given.name.trim();
  if (name === '') throw badInput('name', 'A model version needs a name.');
  const { trainingRunId } = given;
  const known = trainingRunId === undefined ? null : await models.find({ trainingRunId });
  if (known !== null) return known;
  const id = crypto.randomUUID();
  const directory = join(storage.modelsDir, id);
  try {
    const manifest = await copyForServing(given.checkpointDirectory, directory);
    const artifact = relative(env.dataDir, directory);
    const model = await models.create({
      ...{ id, name, artifact, trainingRunId: trainingRunId ?? null },
      manifest: modelManifestOf(manifest),
    });
    await vectors.createPartition(model);
    return model;
  } catch (error) {
    await rm(directory, { recursive: true, force: true });
    throw error;
  }
}
