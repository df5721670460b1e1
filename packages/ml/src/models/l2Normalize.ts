import * as tf from '@tensorflow/tfjs-core';
import { layers, type Shape } from '@tensorflow/tfjs-layers';

/** Keras' `K.epsilon()`-like floor of the published `K.l2_normalize` (MODELS.md 2.0). */
const FLOOR = 1e-12;

/** `x * rsqrt(max(sum(x^2), 1e-12))` over one axis: unit norm, and zero stays zero. */
export class L2Normalize extends layers.Layer {
  static className = 'L2Normalize';
  private readonly axis: number;

  /** @param args axis, counting the batch as 0; default the last */
  constructor(args: { name?: string; axis?: number }) {
    super(args.name === undefined ? {} : { name: args.name });
    this.axis = args.axis ?? -1;
  }

  override computeOutputShape(inputShape: Shape): Shape {
    return inputShape;
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const x = Array.isArray(inputs) ? (inputs[0] as tf.Tensor) : inputs;
      const squares = tf.sum(tf.square(x), this.axis, true);
      return tf.mul(x, tf.rsqrt(tf.maximum(squares, FLOOR)));
    });
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), axis: this.axis };
  }
}

tf.serialization.registerClass(L2Normalize);
