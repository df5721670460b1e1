import { listAugmentations } from '../../images/augmentations/registry.ts';
import { names } from './setting.ts';

/** What is done to training images. */
export const imageSettings = {
  augmentation: names(
    () => listAugmentations().map(({ name }) => name),
    'How training images are changed at random, one way after the other',
    { default: 'mild+background', absent: 'mild', common: true, explanations: listAugmentations },
  ),
};
