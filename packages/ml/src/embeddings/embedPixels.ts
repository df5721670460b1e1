import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';

/** Pixels per forward pass: 64 small images, or 5 of 224x224, whose activations are as large. */
const BATCH_PIXELS = 64 * 64 * 64;

/**
 * Embeddings of many images, row-major `[count, dimension]`, batch by batch and letting the event
 * loop turn in between.
 *
 * @param fill writes image i, 0..1 floats `[size, size, 3]`, into `target` at `offset`
 */
export async function embedRows(
  model: LayersModel,
  size: number,
  dimension: number,
  count: number,
  fill: (index: number, target: Float32Array, offset: number) => void,
): Promise<Float32Array> {
  const stride = size * size * 3;
  const embeddings = new Float32Array(count * dimension);
  const batch = Math.max(1, Math.floor(BATCH_PIXELS / (size * size)));
  for (let first = 0; first < count; first += batch) {
    const rows = Math.min(batch, count - first);
    const pixels = new Float32Array(rows * stride);
    for (let row = 0; row < rows; row++) fill(first + row, pixels, row * stride);
    const output = tf.tidy(() => {
      const images = tf.tensor4d(pixels, [rows, size, size, 3]);
      return model.apply(images, { training: false }) as tf.Tensor2D;
    });
    embeddings.set((await output.data()) as Float32Array, first * dimension);
    output.dispose();
    await new Promise((resolve) => setImmediate(resolve));
  }
  return embeddings;
}
