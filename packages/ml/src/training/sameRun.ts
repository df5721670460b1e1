import type { CheckpointManifest } from '../checkpoints/checkpointManifest.ts';
import { MlError } from '../errors.ts';
import { readSavedConfig, type TrainingConfig } from './config.ts';
import type { TrainingData } from './data.ts';
import { labelsFingerprint } from './labelsFingerprint.ts';

/** @throws {MlError} CHECKPOINT_MISMATCH for a checkpoint of another architecture */
export function requireSameModel({ model }: CheckpointManifest, name: string): void {
  if (model === name) return;
  throw new MlError(
    'CHECKPOINT_MISMATCH',
    `The checkpoint is of the model ${model}, not ${name}; start a new run in another folder.`,
    { expected: model, actual: name },
  );
}

/** @throws {MlError} CHECKPOINT_MISMATCH for a checkpoint of other data or other settings */
export function requireSameRun(
  manifest: CheckpointManifest,
  config: TrainingConfig,
  data: TrainingData,
) {
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
