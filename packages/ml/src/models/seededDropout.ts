import * as tf from '@tensorflow/tfjs-core';
import { layers } from '@tensorflow/tfjs-layers';

/**
 * Dropout whose mask depends on a seed and on the step alone. The library's layer either draws
 * unrepeatably or, with a seed, drops the same units at every step; and a resumed run must drop
 * what the uninterrupted one would have dropped.
 */
export class SeededDropout extends layers.Layer {
  static className = 'SeededDropout';
  step = 0;
  /** Which part of a batch it sees, where the parts go through the model one by one. */
  shard = 0;
  private readonly rate: number;
  private readonly seed: number;

  constructor(args: { name: string; rate: number; seed: number }) {
    super({ name: args.name });
    this.rate = args.rate;
    this.seed = args.seed;
  }

  override call(inputs: tf.Tensor | tf.Tensor[], kwargs: { training?: boolean }): tf.Tensor {
    return tf.tidy(() => {
      const x = Array.isArray(inputs) ? (inputs[0] as tf.Tensor) : inputs;
      if (!kwargs.training || this.rate === 0) return tf.clone(x);
      const part = this.shard === 0 ? '' : `:${this.shard}`;
      const drawn = tf.randomUniform(x.shape, 0, 1, 'float32', `${this.seed}:${this.step}${part}`);
      const kept = tf.cast(tf.greaterEqual(drawn, this.rate), 'float32');
      return tf.div(tf.mul(x, kept), 1 - this.rate);
    });
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), rate: this.rate, seed: this.seed };
  }
}

tf.serialization.registerClass(SeededDropout);
