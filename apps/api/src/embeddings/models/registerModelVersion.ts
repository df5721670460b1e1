import { rm } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { copyForServing } from '@semblance/ml';
import type { ModelVersion, Prisma } from '../../../../../prisma/client/client.ts';
import type { ServiceDeps } from '../../deps.ts';
import { badInput } from '../../errors.ts';
import * as store from '../store.ts';
import { createPartition } from '../vectors/vectorTable.ts';

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
  deps: ServiceDeps,
  given: Registration,
): Promise<ModelVersion> {
  const { prisma } = deps.database;
  const name = given.name.trim();
  if (name === '') throw badInput('name', 'A model version needs a name.');
  const { trainingRunId } = given;
  const known =
    trainingRunId === undefined ? null : await store.findModel(prisma, { trainingRunId });
  if (known !== null) return known;
  const id = crypto.randomUUID();
  const directory = join(deps.storage.modelsDir, id);
  try {
    const manifest = await copyForServing(given.checkpointDirectory, directory);
    const { weights, ...readable } = manifest;
    const { entries: _, ...file } = weights;
    const model = await store.createModel(prisma, {
      ...{ id, name, architecture: manifest.model, dimension: manifest.dimension },
      source: trainingRunId === undefined ? 'IMPORTED' : 'TRAINED',
      trainingRunId: trainingRunId ?? null,
      preprocessing: json(manifest.preprocessing),
      manifest: json({ ...readable, weights: file }),
      metrics: json(manifest.metrics),
      artifact: relative(deps.env.dataDir, directory),
    });
    await createPartition(deps.database, model);
    return model;
  } catch (error) {
    await rm(directory, { recursive: true, force: true });
    throw error;
  }
}

/** Plain data, as the database keeps it. */
function json(value: unknown): Prisma.InputJsonValue {
  return JSON.parse(JSON.stringify(value)) as Prisma.InputJsonValue;
}
