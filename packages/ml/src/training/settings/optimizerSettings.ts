import { choice, number, numberOrNull, whole } from './setting.ts';

export const OPTIMIZER_NAMES = ['adamw', 'sgd-nesterov', 'rmsprop'] as const;
export type OptimizerName = (typeof OPTIMIZER_NAMES)[number];

export const SCHEDULE_NAMES = ['cosine', 'constant', 'step', 'plateau'] as const;

/** How the weights are changed. */
export const optimizerSettings = {
  optimizer: choice(OPTIMIZER_NAMES, 'Rule that turns gradients into changes of the weights', {
    default: 'adamw',
  }),
  learningRate: number({ minimum: 1e-8, maximum: 10 }, 'At its highest', {
    default: 0.002,
    common: true,
  }),
  momentum: number(
    { minimum: 0, maximum: 0.999 },
    'Of sgd-nesterov: share of its speed that a weight keeps; 0 is plain gradient descent',
    { default: 0.9 },
  ),
  weightDecay: number(
    { minimum: 0, maximum: 1 },
    'Decoupled weight decay of kernels, per unit of learning rate (Loshchilov and Hutter 2019)',
    { default: 0.01 },
  ),
  clipNorm: numberOrNull(
    { minimum: 1e-6, maximum: 1e6 },
    'Longest gradient, over all weights together, that is taken as it is; null for any',
    { default: null },
  ),
  schedule: choice(
    SCHEDULE_NAMES,
    'How the learning rate falls after the warm-up: step every decayEvery epochs, plateau when ' +
      'the metric of the best checkpoint stands still',
    { default: 'cosine' },
  ),
  warmupShare: number(
    { minimum: 0, maximum: 1 },
    'Share of all steps over which the learning rate rises from zero',
    { default: 0.05 },
  ),
  decayEvery: whole({ minimum: 1, maximum: 10_000 }, 'For step: epochs between two falls', {
    default: 10,
  }),
  decayFactor: number(
    { minimum: 0.001, maximum: 1 },
    'For step and plateau: what the learning rate is multiplied by',
    { default: 0.3 },
  ),
  plateauPatience: whole(
    { minimum: 1, maximum: 10_000 },
    'For plateau: evaluations without a better one before the learning rate falls',
    { default: 3 },
  ),
  frozenEpochs: whole(
    { minimum: 0, maximum: 10_000 },
    'Epochs at the start that leave the backbone alone and train the head only',
    { default: 0 },
  ),
  backboneRate: number(
    { minimum: 0, maximum: 1 },
    "Learning rate of the backbone as a share of the head's",
    { default: 1 },
  ),
  averageDecay: numberOrNull(
    { minimum: 0.5, maximum: 0.99999 },
    'Evaluates and keeps a running average of the weights, of which each step keeps this share; null for none',
    { default: null },
  ),
};
