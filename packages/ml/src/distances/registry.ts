import { MlError } from '../errors.ts';
import { cosine } from './cosine.ts';
import type { Distance, DistanceDefinition, DistanceSettings } from './distance.ts';
import { euclidean } from './euclidean.ts';
import { fractional } from './fractional.ts';
import { squaredEuclidean } from './squaredEuclidean.ts';

const DISTANCES: readonly DistanceDefinition[] = [euclidean, squaredEuclidean, cosine, fractional];

/** Every distance that can be trained with. */
export function listDistances(): { name: string; description: string }[] {
  return DISTANCES.map(({ name, description }) => ({ name, description }));
}

/** The distance of that name. @throws {MlError} CONFIG_INVALID naming the setting that is wrong */
export function requireDistance(settings: DistanceSettings): Distance {
  const found = DISTANCES.find(({ name }) => name === settings.distance);
  if (found) return found.create(settings);
  const known = DISTANCES.map(({ name }) => name).join(', ');
  throw new MlError(
    'CONFIG_INVALID',
    `distance must be one of ${known}, not "${settings.distance}".`,
    { field: 'distance' },
  );
}
