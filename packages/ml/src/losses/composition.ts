import { MlError } from '../errors.ts';
import { requireSampler } from '../samplers/registry.ts';
import type { SamplerName } from '../samplers/sampler.ts';
import type { LossSettings } from './loss.ts';
import { requireLoss } from './registry.ts';

type Composition = Pick<LossSettings, 'loss' | 'mining' | 'distance' | 'reducer'> & {
  sampler: SamplerName;
};

/**
 * Refuses sampler, miner, distance, loss and reducer that do not go together, rather than leave one
 * out without a word.
 *
 * @throws {MlError} CONFIG_INVALID naming the setting to change
 */
export function requireComposable(given: Composition): void {
  const { loss, mining, distance, reducer, sampler } = given;
  const { compares } = requireLoss(loss);
  const { takes } = requireSampler(sampler);
  const takesDistance = compares === 'distances' || compares === 'pairs';
  if (!takesDistance && distance !== 'euclidean') {
    refuse('distance', `${loss} has its own geometry; leave distance at euclidean`);
  }
  if (compares === 'triplets' && mining !== 'none') {
    refuse('mining', `${loss} compares the triplets as given; set mining to none`);
  }
  if (compares === 'triplets' && reducer !== 'auto') {
    refuse('reducer', `${loss} makes one number as it was published; leave reducer at auto`);
  }
  if (compares === 'proxies' && mining !== 'none' && mining !== 'all') {
    refuse('mining', `${loss} compares every image with every label; set mining to all`);
  }
  if (takes !== 'labels') return;
  if (compares === 'triplets') {
    refuse('sampler', `${loss} compares triplets, and ${sampler} gives none; use triplets`);
  }
  if (compares !== 'proxies' && mining === 'none') {
    refuse('mining', `${sampler} gives no triplets; choose a miner, for example all`);
  }
}

function refuse(field: string, why: string): never {
  throw new MlError('CONFIG_INVALID', `${why}.`, { field });
}
