import { deriveSeed, randomInteger, seededRandom } from '../random.ts';
import { augmentInto, scaleInto } from './augment.ts';
import type { TrainingConfig } from './config.ts';
import type { ImageSource, TrainingData } from './data.ts';

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
 * The batch of a step (from 0 within its epoch). Every image is augmented by itself, from a seed
 * that depends on the global step alone, so that a resumed run sees the same images.
 */
export function fillBatch(
  data: TrainingData,
  config: TrainingConfig,
  order: Uint32Array,
  step: number,
  globalStep: number,
): Batch {
  const triplets = Math.min(config.batchSize, order.length);
  const indexes = new Uint32Array(triplets * 3);
  for (let i = 0; i < triplets; i++) {
    const triplet = order[step * triplets + i] as number;
    for (let member = 0; member < 3; member++) {
      indexes[member * triplets + i] = data.train[triplet * 3 + member] as number;
    }
  }
  const random = seededRandom(deriveSeed(config.seed, `augment ${globalStep}`));
  const { size } = data.images;
  const stride = size * size * 3;
  const pixels = new Float32Array(indexes.length * stride);
  for (const [row, index] of indexes.entries()) {
    const image = data.images.image(index);
    if (config.augmentation !== 'none') augmentInto(image, size, random, pixels, row * stride);
    else scaleInto(image, pixels, row * stride);
  }
  return { pixels, indexes };
}

/** Plain images, for evaluation: `[rows, size, size, 3]` in 0..1. */
export function plainPixels(images: ImageSource, indexes: Uint32Array): Float32Array {
  const stride = images.size * images.size * 3;
  const pixels = new Float32Array(indexes.length * stride);
  for (const [row, index] of indexes.entries())
    scaleInto(images.image(index), pixels, row * stride);
  return pixels;
}
