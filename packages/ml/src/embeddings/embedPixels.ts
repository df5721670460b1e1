import * as tf from '@tensorflow/tfjs-core';
import { scaleInto } from '../images/scaleInto.ts';
import type { PreparedModel } from '../models/inference.ts';

/** A shorter embedding is rounding error: it points nowhere. */
export const SHORTEST = 1e-6;

/** Pixels per forward pass: 64 small images, or 5 of 224x224, whose activations are as large. */
const BATCH_PIXELS = 64 * 64 * 64;

/**
 * Embeddings of many images, row-major `[count, dimension]`, batch by batch and letting the event
 * loop turn in between. While one batch is computed, the next is already being decoded. Each is
 * brought to unit length in double precision, so that inner products are cosines to the last digit
 * whatever the model's own last layer is. A row without a direction (shorter than `SHORTEST`, or
 * not finite) stays as it is.
 *
 * @param image RGB bytes `[size, size, 3]` of image i
 */
export async function embedRows(
  inference: PreparedModel,
  size: number,
  dimension: number,
  count: number,
  image: (index: number) => Uint8Array | Promise<Uint8Array>,
): Promise<Float32Array> {
  const stride = size * size * 3;
  const embeddings = new Float32Array(count * dimension);
  const batch = Math.max(1, Math.floor(BATCH_PIXELS / (size * size)));
  const load = async (first: number) => {
    const rows = Math.max(0, Math.min(batch, count - first));
    const pixels = new Float32Array(rows * stride);
    const place = async (_: unknown, row: number) =>
      scaleInto(await image(first + row), pixels, row * stride);
    await Promise.all(Array.from({ length: rows }, place));
    return pixels;
  };
  let loading = load(0);
  for (let first = 0; first < count; first += batch) {
    const pixels = await loading;
    loading = load(first + batch);
    // Awaited in the next round; should the model fail before, it must not count as unhandled.
    loading.catch(() => undefined);
    const rows = pixels.length / stride;
    const output = tf.tidy(() => {
      const images = tf.tensor4d(pixels, [rows, size, size, 3]);
      return inference.run(images);
    });
    embeddings.set((await output.data()) as Float32Array, first * dimension);
    output.dispose();
    for (let row = first; row < first + rows; row++) {
      normalize(embeddings.subarray(row * dimension, (row + 1) * dimension));
    }
    await new Promise((resolve) => setImmediate(resolve));
  }
  return embeddings;
}

function normalize(row: Float32Array): void {
  const length = lengthOf(row);
  if (!(length > SHORTEST && Number.isFinite(length))) return;
  for (let i = 0; i < row.length; i++) row[i] = (row[i] as number) / length;
}

export function lengthOf(row: Float32Array): number {
  return Math.sqrt(row.reduce((sum, value) => sum + value * value, 0));
}
