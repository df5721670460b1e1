import { LOSS_NAMES } from '../../losses/loss.ts';
import { MINING_NAMES } from '../../losses/miners.ts';
import { choice, number } from './setting.ts';

/** What the model is asked for. */
export const lossSettings = {
  loss: choice(LOSS_NAMES, 'What a step makes smaller', { default: 'softmax' }),
  margin: number(
    { minimum: 0, maximum: 2 },
    'For triplet-hinge and contrastive, a distance between unit vectors',
    { default: 0.2 },
  ),
  temperature: number(
    { minimum: 0.001, maximum: 10 },
    'For softmax: smaller looks harder at the nearest negatives',
    { default: 0.1 },
  ),
  mining: choice(
    MINING_NAMES,
    'Negatives from the rest of the batch; needs labels in the data, without which it is off',
    { default: 'all' },
  ),
  sameCategoryWeight: number(
    { minimum: 0, maximum: 1 },
    "How much a mined negative of the query's own category counts: low favours the same kind of " +
      'product, high telling its variants apart',
    { default: 0.3 },
  ),
};
