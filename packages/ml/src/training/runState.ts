import type { LayersModel } from '@tensorflow/tfjs-layers';
import { MlError } from '../errors.ts';
import type { Objective } from '../losses/objective.ts';
import type { ModelDefinition, ModelSummary } from '../models/definition.ts';
import {
  checkedFile,
  findCheckpoint,
  readCheckedFile,
  readManifest,
  writeCheckpoint,
} from '../weights/checkpointFiles.ts';
import {
  CHECKPOINT_FORMAT,
  CHECKPOINT_VERSION,
  type CheckedFile,
  type CheckpointManifest,
} from '../weights/checkpointManifest.ts';
import { packVariables, unpackVariables } from '../weights/packedVariables.ts';
import { joinFloats, packWeights, splitFloats, unpackWeights } from '../weights/packedWeights.ts';
import { readSavedConfig, type TrainingConfig } from './config.ts';
import type { TrainingData } from './data.ts';
import type { BestCheckpoint, Metrics } from './events.ts';
import { labelsFingerprint } from './labelsFingerprint.ts';
import type { Optimizer } from './optimizer.ts';
import type { RunProgress } from './progress.ts';
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
  const { definition } = state;
  const weights = await packWeights(state.model);
  const files: Record<string, Uint8Array> = { 'weights.bin': weights.bytes };
  if (kind === 'LATEST') {
    files['optimizer.bin'] = joinFloats(await state.optimizer.state());
    const { variables } = state.objective;
    if (variables.length > 0) files['loss.bin'] = await packVariables(variables);
    if (state.average) files['average.bin'] = joinFloats(await state.average.state());
  }
  const { 'optimizer.bin': optimizer, 'loss.bin': loss, 'average.bin': average } = files;
  const manifest: CheckpointManifest = {
    format: CHECKPOINT_FORMAT,
    version: CHECKPOINT_VERSION,
    model: definition.name,
    dimension: definition.embeddingDimension,
    preprocessing: preprocessingOf(definition),
    weights: { ...checkedFile('weights.bin', weights.bytes), entries: weights.entries },
    ...(optimizer && { optimizer: checkedFile('optimizer.bin', optimizer) }),
    ...(loss && { loss: checkedFile('loss.bin', loss) }),
    ...(average && { average: checkedFile('average.bin', average) }),
    ...(optimizer && { progress: state.progress }),
    config: run.config,
    seed: run.config.seed,
    step: state.step,
    epoch: state.epoch,
    metrics: state.metrics,
    ...(state.best && { best: state.best }),
    dataFingerprint: run.data.fingerprint,
    labelsFingerprint: labelsFingerprint(run.data),
    backend: run.backend,
    createdAt: new Date().toISOString(),
  };
  await writeCheckpoint(directory, manifest, files);
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

/** The preprocessing that a model was trained with and is served with. */
export function preprocessingOf(definition: ModelSummary): CheckpointManifest['preprocessing'] {
  return {
    size: definition.inputSize,
    fit: 'contain',
    background: [255, 255, 255],
    scale: 'zero-to-one',
  };
}

function requireSameModel({ model }: CheckpointManifest, name: string): void {
  if (model === name) return;
  throw new MlError(
    'CHECKPOINT_MISMATCH',
    `The checkpoint is of the model ${model}, not ${name}; start a new run in another folder.`,
    { expected: model, actual: name },
  );
}

/** A checkpoint of before labels were kept can not tell, and is resumed. */
function requireSameLabels(
  { labelsFingerprint: expected }: CheckpointManifest,
  data: TrainingData,
) {
  const actual = labelsFingerprint(data);
  if (expected === undefined || expected === actual) return;
  throw new MlError(
    'CHECKPOINT_MISMATCH',
    'The labels, categories or held-out images have changed since the checkpoint was written. ' +
      'Put them back, or start a new run in another folder.',
    { expected, actual },
  );
}

function requireSameRun(manifest: CheckpointManifest, config: TrainingConfig, data: TrainingData) {
  if (manifest.dataFingerprint !== data.fingerprint) {
    throw new MlError(
      'CHECKPOINT_MISMATCH',
      'The checkpoint was trained on other triplets; start a new run in another folder.',
      { expected: manifest.dataFingerprint, actual: data.fingerprint },
    );
  }
  requireSameLabels(manifest, data);
  const fields = Object.keys(config) as (keyof TrainingConfig)[];
  const saved = readSavedConfig(manifest.config);
  const changed = fields.filter((field) => saved[field] !== config[field]);
  if (changed.length === 0) return;
  throw new MlError(
    'CHECKPOINT_MISMATCH',
    `The checkpoint was trained with another ${changed.join(', ')}; resume with its own settings.`,
    { changed },
  );
}
