import { MlError } from '../errors.ts';
import { contrastive, contrastivePublished } from './contrastive.ts';
import type { LossDefinition } from './loss.ts';
import { softmax } from './softmax.ts';
import { tripletHinge } from './tripletHinge.ts';

const LOSSES: readonly LossDefinition[] = [
  softmax,
  tripletHinge,
  contrastive,
  contrastivePublished,
];

/** Every loss that can be trained with. */
export function listLosses(): { name: string; description: string }[] {
  return LOSSES.map(({ name, description }) => ({ name, description }));
}

/** The loss of that name. @throws {MlError} CONFIG_INVALID naming `loss` */
export function requireLoss(name: string): LossDefinition {
  const found = LOSSES.find((loss) => loss.name === name);
  if (found) return found;
  const known = LOSSES.map((loss) => loss.name).join(', ');
  throw new MlError('CONFIG_INVALID', `loss must be one of ${known}, not "${name}".`, {
    field: 'loss',
  });
}
