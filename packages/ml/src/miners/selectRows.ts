import * as tf from '@tensorflow/tfjs-core';

/**
 * Rows of a matrix by their numbers, `[n, dim]` to `[k, dim]`. A product with one-hot rows, which
 * is exact, because the gradient of `gather` needs a kernel that the WebAssembly backend lacks.
 */
export function selectRows(matrix: tf.Tensor2D, rows: Int32Array): tf.Tensor2D {
  return tf.tidy(() => {
    const chosen = tf.oneHot(tf.tensor1d(rows, 'int32'), matrix.shape[0]);
    return tf.matMul(tf.cast(chosen, 'float32') as tf.Tensor2D, matrix) as tf.Tensor2D;
  });
}
