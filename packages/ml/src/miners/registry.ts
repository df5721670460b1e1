import { MlError } from '../errors.ts';
import { distanceWeightedNegative } from './distanceWeighted.ts';
import type { Miner } from './miner.ts';
import { hardestNegative, semiHardNegative } from './semiHard.ts';

const MINERS: readonly Miner[] = [
  {
    name: 'none',
    description: 'Each triplet as it was given',
    positives: 'given',
  },
  {
    name: 'all',
    description: 'Every negative of the batch (batch all); learns fastest with softmax',
    positives: 'given',
  },
  {
    name: 'semi-hard',
    description: 'The nearest negative that is farther than the positive; for hinge losses',
    positives: 'given',
    choose: semiHardNegative,
  },
  {
    name: 'hardest',
    description: 'The nearest negative; needs clean labels, since wrong ones are the nearest',
    positives: 'given',
    choose: hardestNegative,
  },
  {
    name: 'batch-hard',
    description: 'The farthest positive and the nearest negative of each image (batch hard)',
    positives: 'farthest',
    choose: hardestNegative,
  },
  {
    name: 'easy-positive',
    description: 'The nearest positive and a semi-hard negative; for labels of mixed looks',
    positives: 'nearest',
    choose: semiHardNegative,
  },
  {
    name: 'distance-weighted',
    description: 'One negative drawn so that all distances are met alike; for 128-d and below',
    positives: 'given',
    choose: (candidates) => distanceWeightedNegative(candidates),
  },
];

/** Every miner that can be trained with. */
export function listMiners(): { name: string; description: string }[] {
  return MINERS.map(({ name, description }) => ({ name, description }));
}

/** The miner of that name. @throws {MlError} CONFIG_INVALID naming `mining` */
export function requireMiner(name: string): Miner {
  const found = MINERS.find((miner) => miner.name === name);
  if (found) return found;
  const known = MINERS.map((miner) => miner.name).join(', ');
  throw new MlError('CONFIG_INVALID', `mining must be one of ${known}, not "${name}".`, {
    field: 'mining',
  });
}
