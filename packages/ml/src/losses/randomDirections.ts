import * as tf from '@tensorflow/tfjs-core';
import type { Random } from '../random.ts';

/** Trainable rows `[count, dimension]`, at first uniform on the unit sphere. */
export function randomDirections(random: Random, count: number, dimension: number): tf.Variable {
  const values = Array.from({ length: count }, () => randomDirection(random, dimension)).flat();
  return tf.tidy(() => tf.variable(tf.tensor2d(values, [count, dimension])));
}

/** Normal numbers (Box and Muller), divided by their length. */
function randomDirection(random: Random, dimension: number): number[] {
  const normal = Array.from({ length: dimension }, () => {
    const radius = Math.sqrt(-2 * Math.log(1 - random()));
    return radius * Math.cos(2 * Math.PI * random());
  });
  const length = Math.hypot(...normal);
  return normal.map((value) => value / length);
}
