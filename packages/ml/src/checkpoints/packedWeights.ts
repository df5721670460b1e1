import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { MlError } from '../errors.ts';

/** Where one weight lies in the file; all are little-endian float32, one after the other. */
export interface WeightEntry {
  name: string;
  shape: number[];
}

export interface PackedWeights {
  entries: WeightEntry[];
  bytes: Uint8Array;
}

/** Every weight of a model, batch statistics included, in the order of its layers. */
export async function packWeights(model: LayersModel): Promise<PackedWeights> {
  const entries: WeightEntry[] = [];
  const arrays: Float32Array[] = [];
  for (const weight of model.weights) {
    const tensor = weight.read();
    entries.push({ name: weight.originalName, shape: tensor.shape });
    arrays.push((await tensor.data()) as Float32Array);
  }
  return { entries, bytes: joinFloats(arrays) };
}

/** Sets every weight of a model. @throws {MlError} CHECKPOINT_MISMATCH when they are not its own. */
export function unpackWeights(model: LayersModel, { entries, bytes }: PackedWeights): void {
  const weights = model.weights;
  const fits =
    entries.length === weights.length &&
    entries.every((entry, i) => {
      const own = weights[i];
      return own?.originalName === entry.name && String(own.shape) === String(entry.shape);
    });
  if (!fits) {
    throw new MlError('CHECKPOINT_MISMATCH', `These weights do not fit the model ${model.name}.`, {
      model: model.name,
    });
  }
  const arrays = splitFloats(
    bytes,
    entries.map(({ shape }) => tf.util.sizeFromShape(shape)),
  );
  tf.tidy(() => {
    for (const [i, array] of arrays.entries()) {
      weights[i]?.write(tf.tensor(array, (entries[i] as WeightEntry).shape));
    }
  });
}

/** Arrays of floats as one run of bytes. */
export function joinFloats(arrays: readonly Float32Array[]): Uint8Array {
  const bytes = new Uint8Array(arrays.reduce((sum, array) => sum + array.byteLength, 0));
  let at = 0;
  for (const array of arrays) {
    bytes.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), at);
    at += array.byteLength;
  }
  return bytes;
}

/** The inverse of `joinFloats`. @throws {MlError} CHECKPOINT_CORRUPT when the sizes do not add up. */
export function splitFloats(bytes: Uint8Array, sizes: readonly number[]): Float32Array[] {
  const expected = sizes.reduce((sum, size) => sum + size * 4, 0);
  if (bytes.byteLength !== expected) {
    throw new MlError(
      'CHECKPOINT_CORRUPT',
      `Expected ${expected} bytes, found ${bytes.byteLength}.`,
    );
  }
  // A copy: the file's buffer may start at an offset that is no multiple of four.
  const floats = new Float32Array(bytes.slice().buffer);
  let at = 0;
  return sizes.map((size) => {
    const array = floats.subarray(at, at + size);
    at += size;
    return array;
  });
}
