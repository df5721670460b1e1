import { MlError } from '../errors.ts';
import { angular, angularNPair } from './angular.ts';
import { circle } from './circle.ts';
import { contrastive } from './contrastive.ts';
import type { LossDefinition } from './loss.ts';
import { lossless } from './lossless.ts';
import { multiSimilarity } from './multiSimilarity.ts';
import { proxyAnchor } from './proxyAnchor.ts';
import { angular1Published, angular2Published } from './published/angular.ts';
import {
  contrastivePublished,
  hingeNewPublished,
  hingePublished,
  hingeTwicePublished,
} from './published/hinge.ts';
import { losslessPublished } from './published/lossless.ts';
import { softMargin } from './softMargin.ts';
import { softmax } from './softmax.ts';
import { tripletHinge } from './tripletHinge.ts';

/** Each with the constants that it was published with. */
const LOSSES: readonly LossDefinition[] = [
  softmax(),
  tripletHinge(),
  softMargin(),
  contrastive(),
  lossless(),
  angular(),
  angularNPair(),
  multiSimilarity(),
  circle(),
  proxyAnchor(),
  hingePublished(),
  hingeNewPublished(),
  hingeTwicePublished(),
  contrastivePublished(),
  losslessPublished(),
  angular1Published(),
  angular2Published(),
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
