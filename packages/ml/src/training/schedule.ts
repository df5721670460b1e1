import type { TrainingConfig } from './config.ts';

type Settings = Pick<
  TrainingConfig,
  'learningRate' | 'schedule' | 'warmupShare' | 'decayEvery' | 'decayFactor'
>;

export interface SchedulePlace {
  /** From 0. */
  step: number;
  /** Of the whole run. */
  steps: number;
  perEpoch: number;
  /** How often a plateau has lowered the learning rate. */
  lowered: number;
}

/**
 * The learning rate of a step: a linear rise over the warm-up, then level, down half a cosine to a
 * hundredth (Loshchilov and Hutter 2017), down by a factor every few epochs, or down by a factor
 * whenever the evaluations stand still.
 */
export function learningRateAt(config: Settings, place: SchedulePlace): number {
  const { step, steps, perEpoch, lowered } = place;
  const { learningRate, schedule, decayFactor } = config;
  const warmup = Math.round(config.warmupShare * steps);
  if (step < warmup) return (learningRate * (step + 1)) / (warmup + 1);
  switch (schedule) {
    case 'constant':
      return learningRate;
    case 'step':
      return learningRate * decayFactor ** Math.floor(step / perEpoch / config.decayEvery);
    case 'plateau':
      return learningRate * decayFactor ** lowered;
    case 'cosine': {
      const progress = (step - warmup) / Math.max(1, steps - warmup);
      return learningRate * (0.01 + 0.99 * 0.5 * (1 + Math.cos(Math.PI * progress)));
    }
    default:
      throw new Error(`Unknown schedule ${schedule satisfies never}`);
  }
}
