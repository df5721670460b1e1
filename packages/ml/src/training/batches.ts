import { deriveSeed, randomInteger, seededRandom } from '../random.ts';
import type { TrainingConfig } from './config.ts';

/** One step's input. */
export interface Batch {
  /** `[3n, size, size, 3]` in 0..1: n queries, then their positives, then their negatives. */
  pixels: Float32Array;
  /** The image index of each row. */
  indexes: Uint32Array;
}

/** Steps in one epoch: whole batches only, so that every step is alike; at least one. */
export function stepsPerEpoch(config: TrainingConfig, triplets: number): number {
  const whole = Math.max(1, Math.floor(triplets / config.batchSize));
  return Math.min(whole, config.maxStepsPerEpoch ?? whole);
}

/** The order in which an epoch (from 0) visits the triplets; depends on seed and epoch alone. */
export function epochOrder(seed: number, epoch: number, triplets: number): Uint32Array {
  const random = seededRandom(deriveSeed(seed, `epoch ${epoch}`));
  const order = Uint32Array.from({ length: triplets }, (_, i) => i);
  for (let i = triplets - 1; i > 0; i--) {
    const j = randomInteger(random, i + 1);
    const moved = order[i] as number;
    order[i] = order[j] as number;
    order[j] = moved;
  }
  return order;
}

/**
 * The images of a step (from 0 within its epoch), `[3n]`: n queries, then their positives, then
 * their negatives.
 *
 * @param train three image indexes a triplet
 */
export function batchIndexes(
  train: Uint32Array,
  config: TrainingConfig,
  order: Uint32Array,
  step: number,
): Uint32Array {
  const triplets = Math.min(config.batchSize, order.length);
  const indexes = new Uint32Array(triplets * 3);
  for (let i = 0; i < triplets; i++) {
    const triplet = order[step * triplets + i] as number;
    for (let member = 0; member < 3; member++) {
      indexes[member * triplets + i] = train[triplet * 3 + member] as number;
    }
  }
  return indexes;
}
