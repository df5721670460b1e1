import { DISTANCE_NAMES } from '../../distances/distance.ts';
import { listDistances } from '../../distances/registry.ts';
import { LOSS_NAMES } from '../../losses/loss.ts';
import { listLosses } from '../../losses/registry.ts';
import { MINING_NAMES } from '../../miners/miner.ts';
import { listMiners } from '../../miners/registry.ts';
import { REDUCER_CHOICES } from '../../reducers/reducer.ts';
import { listReducers } from '../../reducers/registry.ts';
import { choice, number } from './setting.ts';

/** What the model is asked for. */
export const lossSettings = {
  loss: choice(LOSS_NAMES, 'What a step makes smaller', {
    default: 'softmax',
    explanations: listLosses,
  }),
  margin: number(
    { minimum: 0, maximum: 2 },
    'How much farther a negative should be; for triplet-hinge and contrastive, as a distance',
    { default: 0.2 },
  ),
  positiveMargin: number(
    { minimum: 0, maximum: 2 },
    'How far apart positives may stay; for contrastive, as a distance',
    { default: 0 },
  ),
  temperature: number(
    { minimum: 0.001, maximum: 10 },
    'For softmax: smaller looks harder at the nearest negatives',
    { default: 0.1 },
  ),
  angleDegrees: number(
    { minimum: 1, maximum: 89 },
    'For angular and angular-n-pair: the largest angle at the negative',
    { default: 45 },
  ),
  distance: choice(DISTANCE_NAMES, 'How far apart two embeddings are, to the loss and the miner', {
    default: 'euclidean',
    explanations: listDistances,
  }),
  fractionalP: number(
    { minimum: 0.1, maximum: 1 },
    'Exponent of the fractional distance; the smaller, the more many small differences count',
    { default: 0.5 },
  ),
  mining: choice(
    MINING_NAMES,
    'Which pairs of a batch are compared; needs labels in the data, without which it is none',
    { default: 'all', explanations: listMiners },
  ),
  reducer: choice(
    REDUCER_CHOICES,
    "How one number is made of a step's losses; auto for the loss's own way",
    { default: 'auto', explanations: listReducers },
  ),
  sameCategoryWeight: number(
    { minimum: 0, maximum: 1 },
    "How much a mined negative of the query's own category counts: low favours the same kind of " +
      'product, high telling its variants apart',
    { default: 0.3 },
  ),
  facetWeight: number(
    { minimum: 0, maximum: 100 },
    'How much telling categories and attributes apart counts beside the loss; 0 for not at all',
    { default: 1, absent: 0, common: true },
  ),
};
