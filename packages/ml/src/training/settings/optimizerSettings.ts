import { choice, number } from './setting.ts';

export const OPTIMIZER_NAMES = ['adamw', 'sgd-nesterov', 'rmsprop'] as const;
export type OptimizerName = (typeof OPTIMIZER_NAMES)[number];

export const SCHEDULE_NAMES = ['cosine', 'constant'] as const;
export type ScheduleName = (typeof SCHEDULE_NAMES)[number];

/** How the weights are changed. */
export const optimizerSettings = {
  optimizer: choice(OPTIMIZER_NAMES, 'Rule that turns gradients into changes of the weights', {
    default: 'adamw',
  }),
  learningRate: number({ minimum: 1e-8, maximum: 10 }, 'At its highest', {
    default: 0.002,
    common: true,
  }),
  weightDecay: number(
    { minimum: 0, maximum: 1 },
    'Decoupled weight decay of kernels, per unit of learning rate (Loshchilov and Hutter 2019)',
    { default: 0.01 },
  ),
  schedule: choice(SCHEDULE_NAMES, 'How the learning rate falls after the warm-up', {
    default: 'cosine',
  }),
  warmupShare: number(
    { minimum: 0, maximum: 1 },
    'Share of all steps over which the learning rate rises from zero',
    { default: 0.05 },
  ),
};
