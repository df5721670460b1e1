import * as tf from '@tensorflow/tfjs-core';
import { initializers, type LayerVariable, layers, type Shape } from '@tensorflow/tfjs-layers';
import { TRAINING_BATCH_NORM } from '../backend/native/batchNormalization.ts';

const EPSILON = 1e-3;

/**
 * Batch normalisation over `[batch, height, width]` (Ioffe and Szegedy 2015). The library's layer
 * builds its gradient out of some twenty operations, with tiles as large as the image: measured at
 * a quarter of a training step. Here the gradient is written out.
 */
export class BatchNormalization extends layers.Layer {
  static className = 'SpatialBatchNormalization';
  /** Normalises by the running averages, which stay, in training too. */
  frozen = false;
  /**
   * Where it is set, training tells the batch's mean and variance (each `[channels]`) here, and
   * leaves the running averages to `follow`.
   */
  onMoments: ((mean: tf.Tensor1D, variance: tf.Tensor1D) => void) | undefined;
  private readonly parts: Partial<Record<'gamma' | 'beta' | 'mean' | 'variance', LayerVariable>> =
    {};

  private readonly momentum: number;

  /** @param args momentum: share of the running averages that each step keeps; Keras has 0.99 */
  constructor(args: { name: string; momentum?: number }) {
    super({ name: args.name });
    this.momentum = args.momentum ?? 0.9;
  }

  override build(inputShape: Shape): void {
    const shape = [inputShape[3] as number];
    const ones = initializers.ones();
    const zeros = initializers.zeros();
    this.parts.gamma = this.addWeight('gamma', shape, 'float32', ones);
    this.parts.beta = this.addWeight('beta', shape, 'float32', zeros);
    this.parts.mean = this.addWeight('moving_mean', shape, 'float32', zeros, undefined, false);
    this.parts.variance = this.addWeight(
      'moving_variance',
      shape,
      'float32',
      ones,
      undefined,
      false,
    );
    super.build(inputShape);
  }

  override computeOutputShape(inputShape: Shape): Shape {
    return inputShape;
  }

  override call(inputs: tf.Tensor | tf.Tensor[], kwargs: { training?: boolean }): tf.Tensor {
    return tf.tidy(() => {
      const x = (Array.isArray(inputs) ? inputs[0] : inputs) as tf.Tensor4D;
      const gamma = this.read('gamma');
      const beta = this.read('beta');
      if (!kwargs.training || this.frozen) {
        return tf.batchNorm(x, this.read('mean'), this.read('variance'), beta, gamma, EPSILON);
      }
      const { y, mean, variance } = hasTrainingBatchNorm()
        ? normalizeBatchFused(x, gamma, beta)
        : normalizeBatch(x, gamma, beta);
      if (this.onMoments) this.onMoments(mean, variance);
      else this.follow(mean, variance);
      return y;
    });
  }

  /** Moves the running averages towards a batch's mean and variance, each `[channels]`. */
  follow(mean: tf.Tensor1D, variance: tf.Tensor1D): void {
    tf.tidy(() => {
      this.blend('mean', mean);
      this.blend('variance', variance);
    });
  }

  /** What it does outside of training, `scale * x + offset`, each `[channels]`. Inside `tidy`. */
  scaleAndOffset(): { scale: tf.Tensor1D; offset: tf.Tensor1D } {
    const inverse = tf.rsqrt(tf.add(this.read('variance'), EPSILON));
    const scale = tf.mul(this.read('gamma'), inverse) as tf.Tensor1D;
    const offset = tf.sub(this.read('beta'), tf.mul(this.read('mean'), scale)) as tf.Tensor1D;
    return { scale, offset };
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), epsilon: EPSILON, momentum: this.momentum, axis: 3 };
  }

  private read(name: 'gamma' | 'beta' | 'mean' | 'variance'): tf.Tensor1D {
    return this.parts[name]?.read() as tf.Tensor1D;
  }

  private blend(name: 'mean' | 'variance', value: tf.Tensor): void {
    const kept = tf.mul(this.read(name), this.momentum);
    this.parts[name]?.write(tf.add(kept, tf.mul(value, 1 - this.momentum)));
  }
}

tf.serialization.registerClass(BatchNormalization as never);

function hasTrainingBatchNorm(): boolean {
  return tf.getKernel(TRAINING_BATCH_NORM, tf.getBackend()) !== undefined;
}

/** As `normalizeBatch`, in one operation of TensorFlow and one for its gradient. */
export function normalizeBatchFused(x: tf.Tensor4D, gamma: tf.Tensor1D, beta: tf.Tensor1D) {
  const inputs = { x, scale: gamma, offset: beta };
  const attributes = { epsilon: EPSILON };
  const [y, mean, corrected] = tf.engine().runKernel(TRAINING_BATCH_NORM, inputs, attributes) as [
    tf.Tensor4D,
    tf.Tensor1D,
    tf.Tensor1D,
  ];
  const count = x.size / (x.shape[3] as number);
  const variance = tf.mul(corrected, (count - 1) / count) as tf.Tensor1D;
  return { y, mean, variance };
}

/**
 * `y = gamma * (x - mean) / sqrt(variance + eps) + beta` with the batch's own moments. With
 * `h = (x - mean) * inv` and n values a channel, its gradient is
 *
 * `dx = gamma * inv * (dy - sum(dy) / n - h * sum(dy * h) / n)`,
 * `dgamma = sum(dy * h)`, `dbeta = sum(dy)`,
 *
 * where dx is, a channel at a time, `a * dy + c * x + d`.
 */
export function normalizeBatch(x: tf.Tensor4D, gamma: tf.Tensor1D, beta: tf.Tensor1D) {
  const axes = [0, 1, 2];
  const count = x.size / (x.shape[3] as number);
  const mean = tf.mean(x, axes) as tf.Tensor1D;
  const squares = tf.mean(tf.square(x), axes);
  const variance = tf.relu(tf.sub(squares, tf.square(mean))) as tf.Tensor1D;
  const inv = tf.rsqrt(tf.add(variance, EPSILON));
  const run = tf.customGrad((...args: unknown[]) => {
    const [input, scale, offset, save] = args as [
      tf.Tensor4D,
      tf.Tensor1D,
      tf.Tensor1D,
      (tensors: tf.Tensor[]) => void,
    ];
    save([input, scale, mean, inv]);
    const value = tf.batchNorm(input, mean, variance, offset, scale, EPSILON);
    const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]) => {
      const [savedX, savedScale, savedMean, savedInv] = saved as [
        tf.Tensor4D,
        tf.Tensor1D,
        tf.Tensor1D,
        tf.Tensor1D,
      ];
      const sumDy = tf.sum(dy, axes);
      const sumDyX = tf.sum(tf.mul(dy, savedX), axes);
      const dGamma = tf.mul(savedInv, tf.sub(sumDyX, tf.mul(savedMean, sumDy)));
      const a = tf.mul(savedScale, savedInv);
      const c = tf.mul(tf.mul(a, savedInv), tf.div(dGamma, -count));
      const d = tf.sub(tf.mul(a, tf.div(sumDy, -count)), tf.mul(c, savedMean));
      const dx = tf.add(tf.mul(dy, a), tf.add(tf.mul(savedX, c), d));
      return [dx, dGamma, sumDy];
    };
    return { value, gradFunc };
  });
  return { y: run(x, gamma, beta), mean, variance };
}
