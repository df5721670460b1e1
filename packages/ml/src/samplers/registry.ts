import { MlError } from '../errors.ts';
import { categoryBalanced, labelled } from './labelled.ts';
import type { SamplerDefinition } from './sampler.ts';
import { fixedOrder, shuffledTriplets } from './triplets.ts';

const SAMPLERS: readonly SamplerDefinition[] = [
  shuffledTriplets,
  fixedOrder,
  labelled,
  categoryBalanced,
];

/** Every sampler that can be trained with. */
export function listSamplers(): { name: string; description: string }[] {
  return SAMPLERS.map(({ name, description }) => ({ name, description }));
}

/** The sampler of that name. @throws {MlError} CONFIG_INVALID naming `sampler` */
export function requireSampler(name: string): SamplerDefinition {
  const found = SAMPLERS.find((sampler) => sampler.name === name);
  if (found) return found;
  const known = SAMPLERS.map((sampler) => sampler.name).join(', ');
  throw new MlError('CONFIG_INVALID', `sampler must be one of ${known}, not "${name}".`, {
    field: 'sampler',
  });
}
