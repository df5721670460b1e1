import { names } from './setting.ts';

export const AUGMENTATION_NAMES = ['mild'] as const;

/** What is done to training images. */
export const imageSettings = {
  augmentation: names(
    () => AUGMENTATION_NAMES,
    'How training images are changed at random, one way after the other',
    { default: 'mild', common: true },
  ),
};
