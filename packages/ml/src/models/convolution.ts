import * as tf from '@tensorflow/tfjs-core';
import { type initializers, type LayerVariable, layers, type Shape } from '@tensorflow/tfjs-layers';

type Initializer = ReturnType<typeof initializers.heNormal>;

/**
 * A 3x3 convolution, "same" padding, neither bias nor activation. The library's layer calls a
 * fused operation whose gradient is always taken for both of its inputs; this one skips the
 * gradient for the image at the first layer, a tenth of a training step.
 */
export class Convolution extends layers.Layer {
  static className = 'Convolution';
  private readonly filters: number;
  private readonly initializer: Initializer;
  private kernel: LayerVariable | undefined;

  constructor(args: { name: string; filters: number; initializer: Initializer }) {
    super({ name: args.name });
    this.filters = args.filters;
    this.initializer = args.initializer;
  }

  override build(inputShape: Shape): void {
    const channels = inputShape[3] as number;
    const shape = [3, 3, channels, this.filters];
    this.kernel = this.addWeight('kernel', shape, 'float32', this.initializer);
    super.build(inputShape);
  }

  override computeOutputShape(inputShape: Shape): Shape {
    return [...inputShape.slice(0, 3), this.filters];
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    const x = (Array.isArray(inputs) ? inputs[0] : inputs) as tf.Tensor4D;
    const kernel = this.kernel?.read() as tf.Tensor4D;
    return tf.tidy(() => tf.conv2d(x, kernel, 1, 'same'));
  }

  override getConfig(): tf.serialization.ConfigDict {
    const fixed = { kernelSize: 3, strides: 1, padding: 'same', useBias: false };
    return { ...super.getConfig(), filters: this.filters, ...fixed };
  }
}

tf.serialization.registerClass(Convolution as never);
