import * as tf from '@tensorflow/tfjs-core';
import { layers, type Shape } from '@tensorflow/tfjs-layers';

/** Neighbours on each side, and the constants of AlexNet (Krizhevsky et al. 2012, section 3.3). */
const DEPTH_RADIUS = 2;
const BIAS = 2;
const ALPHA = 1e-4;
const BETA = 0.75;

/**
 * Local response normalisation across channels, as the published `LRN2D` meant it:
 * `y = x / (2 + 1e-4 * s)^0.75`, s the sum of squares over the five channels around (fewer at the
 * ends). alpha multiplies the sum, as in TensorFlow, not the mean, as in Caffe and ONNX.
 *
 * The sums are one product with a banded matrix, because WebAssembly has no kernel for the whole.
 */
export class LocalResponseNormalization extends layers.Layer {
  static className = 'LocalResponseNormalization';

  override computeOutputShape(inputShape: Shape): Shape {
    return inputShape;
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const x = (Array.isArray(inputs) ? inputs[0] : inputs) as tf.Tensor4D;
      const channels = x.shape[3];
      const squares = tf.reshape(tf.square(x), [-1, channels]);
      const sums = tf.matMul(squares, neighbours(channels));
      const scale = tf.pow(tf.add(tf.mul(sums, ALPHA), BIAS), -BETA);
      return tf.mul(x, tf.reshape(scale, x.shape));
    });
  }

  override getConfig(): tf.serialization.ConfigDict {
    const own = { depthRadius: DEPTH_RADIUS, bias: BIAS, alpha: ALPHA, beta: BETA };
    return { ...super.getConfig(), ...own };
  }
}

tf.serialization.registerClass(LocalResponseNormalization);

/** Ones where two channels are at most two apart: `[channels, channels]`. */
function neighbours(channels: number): tf.Tensor2D {
  const band = new Float32Array(channels * channels);
  for (let i = 0; i < channels; i++) {
    const last = Math.min(channels - 1, i + DEPTH_RADIUS);
    for (let j = Math.max(0, i - DEPTH_RADIUS); j <= last; j++) band[i * channels + j] = 1;
  }
  return tf.tensor2d(band, [channels, channels]);
}
