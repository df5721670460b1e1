import type { Random } from '../../random.ts';

/** One way to change a training image at random. One file each; listed in registry.ts. */
export interface Augmentation {
  name: string;
  description: string;
  /**
   * Writes a changed copy of `from` into all of `to`; both are `[size, size, 3]` in 0..1. What it
   * does may depend on nothing but its arguments: the same draws give the same picture.
   */
  apply(from: Float32Array, to: Float32Array, size: number, random: Random): void;
}

/** A number of the range, each equally likely. */
export function between(random: Random, low: number, high: number): number {
  return low + (high - low) * random();
}
