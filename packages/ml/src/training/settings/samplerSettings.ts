import { listSamplers } from '../../samplers/registry.ts';
import { LONE_LABEL_RULES, SAMPLER_NAMES } from '../../samplers/sampler.ts';
import { choice, whole } from './setting.ts';

/** Which images a step shows. */
export const samplerSettings = {
  sampler: choice(SAMPLER_NAMES, 'Where the images of a step come from: triplets or labels', {
    default: 'triplets',
    explanations: listSamplers,
  }),
  imagesPerLabel: whole(
    { minimum: 2, maximum: 256 },
    'Images of one label in a step; for p-x-k and category-balanced',
    { default: 4 },
  ),
  categoriesPerBatch: whole(
    { minimum: 1, maximum: 1024 },
    'Categories that a step is limited to; for category-balanced',
    { default: 4 },
  ),
  loneLabels: choice(
    LONE_LABEL_RULES,
    'What p-x-k and category-balanced do with labels that have one image',
    { default: 'refuse' },
  ),
};
