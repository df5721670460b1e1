import { MlError } from '../../errors.ts';
import type { Augmentation } from './augmentation.ts';
import { background } from './background.ts';
import { blur } from './blur.ts';
import { crop } from './crop.ts';
import { erase } from './erase.ts';
import { flip } from './flip.ts';
import { jitter } from './jitter.ts';
import { mild } from './mild.ts';
import { published } from './published.ts';

const AUGMENTATIONS: readonly Augmentation[] = [
  mild,
  background,
  published,
  crop,
  flip,
  jitter,
  blur,
  erase,
];

/** Every way that training images can be changed. */
export function listAugmentations(): { name: string; description: string }[] {
  return AUGMENTATIONS.map(({ name, description }) => ({ name, description }));
}

/** The augmentation of that name. @throws {MlError} CONFIG_INVALID naming `augmentation` */
export function requireAugmentation(name: string): Augmentation {
  const found = AUGMENTATIONS.find((augmentation) => augmentation.name === name);
  if (found) return found;
  const known = AUGMENTATIONS.map((augmentation) => augmentation.name).join(', ');
  const message = `augmentation knows ${known}, not "${name}".`;
  throw new MlError('CONFIG_INVALID', message, { field: 'augmentation' });
}
