import * as tf from '@tensorflow/tfjs-core';
import { layers, type Shape } from '@tensorflow/tfjs-layers';

/** Keras' `K.epsilon()`-like floor of the published `K.l2_normalize` (MODELS.md 2.0). */
const FLOOR = 1e-12;

/** `x * rsqrt(max(sum(x^2), 1e-12))` over the last axis: unit norm, and zero stays zero. */
export class L2Normalize extends layers.Layer {
  static className = 'L2Normalize';

  override computeOutputShape(inputShape: Shape): Shape {
    return inputShape;
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const x = Array.isArray(inputs) ? (inputs[0] as tf.Tensor) : inputs;
      const squares = tf.sum(tf.square(x), -1, true);
      return tf.mul(x, tf.rsqrt(tf.maximum(squares, FLOOR)));
    });
  }
}

tf.serialization.registerClass(L2Normalize);
