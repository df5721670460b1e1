import * as tf from '@tensorflow/tfjs-core';
import { joinFloats, splitFloats } from './packedWeights.ts';

/** The values of variables that belong to no model, as one run of bytes. */
export async function packVariables(variables: readonly tf.Variable[]): Promise<Uint8Array> {
  const values = variables.map(async (variable) => (await variable.data()) as Float32Array);
  return joinFloats(await Promise.all(values));
}

/** The inverse. @throws {MlError} CHECKPOINT_CORRUPT when the sizes do not add up */
export function unpackVariables(variables: readonly tf.Variable[], bytes: Uint8Array): void {
  const sizes = variables.map(({ size }) => size);
  tf.tidy(() => {
    for (const [i, values] of splitFloats(bytes, sizes).entries()) {
      const variable = variables[i] as tf.Variable;
      variable.assign(tf.tensor(values, variable.shape));
    }
  });
}
