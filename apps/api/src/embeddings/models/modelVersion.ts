import type { CheckpointManifest } from '@semblance/ml';
import { z } from 'zod';
import type { ModelVersion as ModelVersionRow } from '../../../../../prisma/client/client.ts';
import { AppError } from '../../errors.ts';

const byte = z.number().int().min(0).max(255);

const preprocessing = z.object({
  size: z.number().int().positive(),
  fit: z.enum(['fill', 'contain']),
  background: z.tuple([byte, byte, byte]),
  scale: z.literal('zero-to-one'),
});

const checkedFile = z.object({ path: z.string(), bytes: z.number(), sha256: z.string() });

const importRecord = z.object({
  format: z.enum(['keras', 'tfjs']),
  file: z.string(),
  sha256: z.string(),
  options: z.record(z.string(), z.union([z.string(), z.number()])),
});

const bestCheckpoint = z.object({
  step: z.number().int(),
  epoch: z.number().int(),
  metric: z.string(),
  value: z.number(),
});

const modelManifest = z.object({
  format: z.string(),
  version: z.number().int(),
  model: z.string(),
  dimension: z.number().int(),
  preprocessing,
  weights: checkedFile,
  topology: checkedFile.optional(),
  imported: importRecord.optional(),
  loss: checkedFile.optional(),
  config: z.record(z.string(), z.unknown()).optional(),
  seed: z.number(),
  step: z.number().int(),
  epoch: z.number().int(),
  metrics: z.record(z.string(), z.number()),
  best: bestCheckpoint.optional(),
  dataFingerprint: z.string(),
  labelsFingerprint: z.string().optional(),
  backend: z.string(),
  createdAt: z.string(),
});

/** The manifest of the model's checkpoint, without what only its loading needs. */
export type ModelManifest = z.infer<typeof modelManifest>;

/** A version as its row keeps it, with its JSON read. */
export interface ModelVersion extends Omit<ModelVersionRow, 'preprocessing' | 'manifest'> {
  /** How images are prepared for this model: its own, never a default. */
  preprocessing: z.infer<typeof preprocessing>;
  manifest: ModelManifest;
}

/** What a row keeps of a checkpoint's manifest. */
export function modelManifestOf(manifest: CheckpointManifest): ModelManifest {
  return modelManifest.parse(manifest);
}

/** @throws CHECKPOINT_CORRUPT for a row that does not say what its model needs */
export function modelVersionOf(row: ModelVersionRow): ModelVersion {
  const parsed = z.object({ preprocessing, manifest: modelManifest }).safeParse(row);
  if (parsed.success) return { ...row, ...parsed.data };
  const message = `What is stored of model version ${row.number} cannot be read: ${z.prettifyError(parsed.error)}`;
  throw new AppError('CHECKPOINT_CORRUPT', message, { modelVersion: row.number });
}
