import type { Preprocessing } from '@semblance/ml';
import { z } from 'zod';
import type { ModelVersion } from '../../../../../prisma/client/client.ts';
import { AppError } from '../../errors.ts';

const byte = z.number().int().min(0).max(255);

const preprocessing = z.object({
  size: z.number().int().positive(),
  fit: z.enum(['fill', 'contain']),
  background: z.tuple([byte, byte, byte]),
  scale: z.literal('zero-to-one'),
});

/** How images are prepared for this model: its own, never a default. @throws CHECKPOINT_CORRUPT */
export function preprocessingOf(model: ModelVersion): Preprocessing {
  const parsed = preprocessing.safeParse(model.preprocessing);
  if (parsed.success) return parsed.data;
  const message = `Model version ${model.number} does not say how its images are prepared.`;
  throw new AppError('CHECKPOINT_CORRUPT', message, { modelVersion: model.number });
}
