import { IMAGENET_INPUTS } from '../../weights/keras/imagenetInput.ts';
import { choice, wholeOrNull } from './setting.ts';

export const INITIAL_WEIGHTS = ['auto', 'random', 'imagenet', 'model'] as const;

/** What training starts from. */
export const initialSettings = {
  initialWeights: choice(
    INITIAL_WEIGHTS,
    "First weights: ImageNet's for the backbone, or an earlier model version's; auto takes " +
      "ImageNet's where the architecture was published with them",
    { default: 'auto', absent: 'random' },
  ),
  initialModel: wholeOrNull(
    { minimum: 1, maximum: 1_000_000_000 },
    'Number of the model version that initialWeights=model means',
    { default: null },
  ),
  imagenetInput: choice(
    IMAGENET_INPUTS,
    'What ImageNet weights are fed: RGB in 0..1 as published, or what they were trained on',
    { default: 'as-published' },
  ),
};
