import { MlError } from '../errors.ts';
import { deriveSeed, randomInteger, seededRandom } from '../random.ts';
import type { SampledRows, SamplerDefinition } from './sampler.ts';

/**
 * Explicit triplets, each once an epoch in a new order. Steps are alike, so what does not fill the
 * last one waits for the next epoch's order; fewer triplets than a batch are one step.
 */
export const shuffledTriplets: SamplerDefinition = {
  name: 'triplets',
  description: 'The triplets as given, in a new order each epoch',
  takes: 'triplets',
  create({ train }, { batchSize, seed }) {
    const triplets = train.length / 3;
    const size = Math.min(batchSize, triplets);
    let known: { epoch: number; order: Uint32Array } | undefined;
    return {
      stepsPerEpoch: Math.max(1, Math.floor(triplets / batchSize)),
      sample(epoch, step) {
        if (known?.epoch !== epoch) known = { epoch, order: epochOrder(seed, epoch, triplets) };
        return rowsOf(train, known.order.subarray(step * size, (step + 1) * size));
      },
    };
  },
};

/**
 * Explicit triplets in the order of the file, the same each epoch, as published: the file is
 * shuffled once, beforehand. The published loader takes `floor(rows / 3N) * 3N` of the triplets,
 * for batches of N (it divides by images), so that up to `3N - 1` at the end are never used. So
 * does this.
 */
export const fixedOrder: SamplerDefinition = {
  name: 'fixed-order',
  description: "The triplets in the file's own order each epoch, less the tail, as published",
  takes: 'triplets',
  create({ train }, { batchSize }) {
    const triplets = train.length / 3;
    const group = 3 * batchSize;
    const used = Math.floor(triplets / group) * group;
    if (used === 0) {
      throw new MlError(
        'CONFIG_INVALID',
        `The sampler fixed-order takes whole groups of 3 x batchSize = ${group} triplets, and ` +
          `there are ${triplets}. Lower batchSize or use the sampler triplets.`,
        { field: 'batchSize', triplets },
      );
    }
    const order = Uint32Array.from({ length: used }, (_, i) => i);
    return {
      stepsPerEpoch: used / batchSize,
      sample: (_, step) => rowsOf(train, order.subarray(step * batchSize, (step + 1) * batchSize)),
    };
  },
};

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

/** All queries, then all positives, then all negatives. */
function rowsOf(train: Uint32Array, triplets: Uint32Array): SampledRows {
  const n = triplets.length;
  const indexes = new Uint32Array(n * 3);
  for (const [i, triplet] of triplets.entries()) {
    for (let member = 0; member < 3; member++) {
      indexes[member * n + i] = train[triplet * 3 + member] as number;
    }
  }
  return { indexes, layout: 'triplets' };
}
