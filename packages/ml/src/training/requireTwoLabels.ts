import { MlError } from '../errors.ts';
import type { TrainingConfig } from './config.ts';
import type { TrainingData } from './data.ts';

/**
 * With one label, mining finds no negative, and the loss is zero without having learned a thing.
 *
 * @throws {MlError} TRIPLETS_INVALID
 */
export function requireTwoLabels(
  { labels, train }: TrainingData,
  { mining }: Pick<TrainingConfig, 'mining'>,
): void {
  const [first] = train;
  if (!labels || mining === 'none' || first === undefined) return;
  const label = labels[first];
  if (train.some((image) => labels[image] !== label)) return;
  throw new MlError(
    'TRIPLETS_INVALID',
    `Every training image has the label "${label}", so that none is another's negative. ` +
      'Use finer labels, or mining=none to take the triplets as they are.',
    { field: 'labels', label },
  );
}
