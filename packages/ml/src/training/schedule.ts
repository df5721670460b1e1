import type { TrainingConfig } from './config.ts';

type Settings = Pick<TrainingConfig, 'learningRate' | 'schedule' | 'warmupShare'>;

/**
 * The learning rate of a step (counted from 0): a linear rise over the warm-up, then level, or
 * down a half cosine to a hundredth (Loshchilov and Hutter 2017).
 */
export function learningRateAt(config: Settings, step: number, steps: number): number {
  const warmup = Math.round(config.warmupShare * steps);
  if (step < warmup) return (config.learningRate * (step + 1)) / (warmup + 1);
  if (config.schedule === 'constant') return config.learningRate;
  const progress = (step - warmup) / Math.max(1, steps - warmup);
  return config.learningRate * (0.01 + 0.99 * 0.5 * (1 + Math.cos(Math.PI * progress)));
}
