import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';

/** Images per forward pass: large enough for speed, small enough for a small machine. */
const BATCH = 64;

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
  for (let first = 0; first < count; first += BATCH) {
    const rows = Math.min(BATCH, count - first);
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
