import type { LayersModel } from '@tensorflow/tfjs-layers';
import { findCheckpoint, readCheckedFile, readManifest } from '../checkpoints/checkpointFiles.ts';
import type { BestCheckpoint, CheckedFile } from '../checkpoints/checkpointManifest.ts';
import { packVariables, unpackVariables } from '../checkpoints/packedVariables.ts';
import {
  joinFloats,
  packWeights,
  splitFloats,
  unpackWeights,
} from '../checkpoints/packedWeights.ts';
import type { RunProgress } from '../checkpoints/runProgress.ts';
import { saveCheckpoint } from '../checkpoints/saveCheckpoint.ts';
import { MlError } from '../errors.ts';
import type { Metrics } from '../evaluation/metric.ts';
import type { Objective } from '../losses/objective.ts';
import { architecturePreprocessing } from '../models/architecturePreprocessing.ts';
import type { ModelDefinition } from '../models/definition.ts';
import type { TrainingConfig } from './config.ts';
import type { TrainingData } from './data.ts';
import { labelsFingerprint } from './labelsFingerprint.ts';
import type { Optimizer } from './optimizer.ts';
import { requireSameModel, requireSameRun } from './sameRun.ts';
import type { Shards } from './shards/shard.ts';
import type { WeightAverage } from './weightAverage.ts';

/** All that changes while a run goes on. */
export interface RunState {
  definition: ModelDefinition;
  model: LayersModel;
  objective: Objective;
  optimizer: Optimizer;
  /** Present where batches go through the model in parts. */
  shards?: Shards;
  /** Present where the configuration asks for it. */
  average?: WeightAverage;
  /** Steps done. */
  step: number;
  /** Epoch of the last step, from 1; 0 before the first. */
  epoch: number;
  metrics: Metrics;
  best?: BestCheckpoint;
  progress: RunProgress;
}

/** Writes `latest` (with the state of optimizer and loss) or `best` (weights alone). */
export async function saveState(
  directory: string,
  kind: 'LATEST' | 'BEST',
  state: RunState,
  run: { config: TrainingConfig; data: TrainingData; backend: string },
): Promise<void> {
  const { definition, step, epoch, metrics, best, progress, average } = state;
  const { config, data, backend } = run;
  const isLatest = kind === 'LATEST';
  const { variables } = state.objective;
  const description = {
    model: definition.name,
    dimension: definition.embeddingDimension,
    preprocessing: architecturePreprocessing(definition),
    ...(isLatest && { progress }),
    ...{ config, seed: config.seed, step, epoch, metrics },
    ...(best && { best }),
    dataFingerprint: data.fingerprint,
    labelsFingerprint: labelsFingerprint(data),
    backend,
  };
  await saveCheckpoint(directory, description, {
    weights: await packWeights(state.model),
    ...(isLatest && {
      optimizer: joinFloats(await state.optimizer.state()),
      ...(variables.length > 0 && { loss: await packVariables(variables) }),
      ...(average && { average: joinFloats(await average.state()) }),
    }),
  });
}

/**
 * Puts a run back where its `latest` checkpoint was written; false when there is none.
 *
 * @throws {MlError} CHECKPOINT_MISMATCH when it belongs to other data or settings,
 *   CHECKPOINT_CORRUPT when it is damaged
 */
export async function restoreState(
  directory: string,
  state: RunState,
  run: { config: TrainingConfig; data: TrainingData; perEpoch: number },
): Promise<boolean> {
  const found = await findCheckpoint(directory);
  if (found === null) return false;
  const manifest = await readManifest(found);
  requireSameRun(manifest, run.config, run.data);
  requireSameModel(manifest, state.definition.name);
  if (!manifest.optimizer) {
    throw new MlError('CHECKPOINT_MISMATCH', `${found} holds no optimizer state to go on from.`);
  }
  const bytes = await readCheckedFile(found, manifest.weights);
  unpackWeights(state.model, { entries: manifest.weights.entries, bytes });
  const optimizer = await readCheckedFile(found, manifest.optimizer);
  state.optimizer.restore(splitFloats(optimizer, state.optimizer.stateSizes));
  const { variables } = state.objective;
  if (variables.length > 0) {
    const loss = await readCheckedFile(found, manifest.loss as CheckedFile);
    unpackVariables(variables, loss);
  }
  if (state.average) {
    // Without it the checkpoint's settings differ, which was refused above.
    const average = await readCheckedFile(found, manifest.average as CheckedFile);
    state.average.restore(splitFloats(average, state.average.stateSizes));
  }
  state.step = manifest.step;
  state.epoch = manifest.epoch;
  state.metrics = manifest.metrics;
  state.best = manifest.best;
  // Checkpoints of before there was a progress were never written ahead of an evaluation.
  const epochsEnded = Math.floor(manifest.step / run.perEpoch);
  state.progress = manifest.progress ?? { ...state.progress, epochsEnded };
  return true;
}
