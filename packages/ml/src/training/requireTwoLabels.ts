import { MlError } from '../errors.ts';
import { imagesToTrain } from '../samplers/labelGroups.ts';
import type { TrainingConfig } from './config.ts';
import type { TrainingData } from './data.ts';

/**
 * With one label, mining finds no negative, and the loss is zero without having learned a thing.
 *
 * @throws {MlError} LABELS_INVALID
 */
export function requireTwoLabels(
  data: TrainingData,
  { mining }: Pick<TrainingConfig, 'mining'>,
): void {
  const { labels } = data;
  const images = imagesToTrain(data);
  const [first] = images;
  if (!labels || mining === 'none' || first === undefined) return;
  const label = labels[first];
  if (images.some((image) => labels[image] !== label)) return;
  throw new MlError(
    'LABELS_INVALID',
    `Every training image has the label "${label}", so that none is another's negative. ` +
      'Use finer labels, or mining=none to take the triplets as they are.',
    { field: 'labels', label },
  );
}
