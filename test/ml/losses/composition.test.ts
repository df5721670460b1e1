import { describe, expect, it } from 'vitest';
import { DISTANCE_NAMES } from '../../../packages/ml/src/distances/distance.ts';
import { LOSS_NAMES } from '../../../packages/ml/src/losses/loss.ts';
import { requireLoss } from '../../../packages/ml/src/losses/registry.ts';
import { MINING_NAMES } from '../../../packages/ml/src/miners/miner.ts';
import { REDUCER_NAMES } from '../../../packages/ml/src/reducers/reducer.ts';
import { SAMPLER_NAMES } from '../../../packages/ml/src/samplers/sampler.ts';
import {
  defaultTrainingConfig,
  parseTrainingConfig,
  type TrainingConfig,
} from '../../../packages/ml/src/training/config.ts';

const fieldRefused = (change: Partial<TrainingConfig>) => {
  try {
    parseTrainingConfig({ ...defaultTrainingConfig(), ...change });
    return undefined;
  } catch (error) {
    return (error as { details: { field: string } }).details.field;
  }
};
const takesDistance = LOSS_NAMES.filter((loss) =>
  ['distances', 'pairs'].includes(requireLoss(loss).compares),
);
const published = LOSS_NAMES.filter((loss) => requireLoss(loss).compares === 'triplets');

describe('a configuration', () => {
  it('takes every distance, miner and sampler with every loss on distances', () => {
    for (const loss of takesDistance) {
      for (const distance of DISTANCE_NAMES) {
        for (const mining of MINING_NAMES) {
          expect(fieldRefused({ loss, distance, mining })).toBe(undefined);
        }
        for (const sampler of SAMPLER_NAMES) {
          expect(fieldRefused({ loss, distance, sampler })).toBe(undefined);
        }
      }
    }
  });

  it.each(published)('takes triplets as given, and nothing else, with %s', (loss) => {
    expect(loss).toMatch(/-published$/);
    expect(fieldRefused({ loss, mining: 'none' })).toBe(undefined);
    expect(fieldRefused({ loss, mining: 'none', sampler: 'fixed-order' })).toBe(undefined);
    expect(fieldRefused({ loss })).toBe('mining');
    expect(fieldRefused({ loss, mining: 'none', distance: 'cosine' })).toBe('distance');
    expect(fieldRefused({ loss, mining: 'none', sampler: 'p-x-k' })).toBe('sampler');
  });

  it('takes proxies with any sampler and no choice of pairs', () => {
    for (const sampler of SAMPLER_NAMES) {
      expect(fieldRefused({ loss: 'proxy-anchor', sampler })).toBe(undefined);
    }
    expect(fieldRefused({ loss: 'proxy-anchor', mining: 'hardest' })).toBe('mining');
    expect(fieldRefused({ loss: 'proxy-anchor', distance: 'cosine' })).toBe('distance');
  });

  it('needs a miner where the sampler gives no triplets', () => {
    expect(fieldRefused({ sampler: 'p-x-k', mining: 'none' })).toBe('mining');
    expect(fieldRefused({ sampler: 'category-balanced', mining: 'hardest' })).toBe(undefined);
  });

  it('takes every reducer with every loss but the published ones', () => {
    for (const reducer of REDUCER_NAMES) {
      for (const loss of LOSS_NAMES.filter((name) => !published.includes(name))) {
        expect(fieldRefused({ loss, reducer })).toBe(undefined);
      }
      for (const loss of published) {
        expect(fieldRefused({ loss, mining: 'none', reducer })).toBe('reducer');
      }
    }
  });

  it('takes no distance of its own for an angular loss', () => {
    expect(fieldRefused({ loss: 'angular', mining: 'semi-hard' })).toBe(undefined);
    expect(fieldRefused({ loss: 'angular', distance: 'fractional' })).toBe('distance');
  });
});
