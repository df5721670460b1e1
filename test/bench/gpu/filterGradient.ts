import * as tf from '@tensorflow/tfjs-core';
import { STOCK_FILTER_GRADIENT } from '../../../packages/ml/src/backend/webgpu/register.ts';

/** VGG16's block3_conv2 on 16 images. */
const LARGE = { x: [16, 56, 56, 256], dy: [16, 56, 56, 256], filter: [3, 3, 256, 256] };
/** The same layer, for drivers that compute on the processor. */
const SMALL = { x: [2, 14, 14, 32], dy: [2, 14, 14, 32], filter: [3, 3, 32, 32] };
const REPEATS = 5;

export interface FilterGradientTimes {
  readonly ownMs: number;
  readonly stockMs: number;
  /** Largest difference between the two, as a share of the largest value. */
  readonly difference: number;
}

/** Our tiled filter gradient against the stock one, on the WebGPU backend that is open. */
export async function compareFilterGradients(
  size: 'small' | 'large',
): Promise<FilterGradientTimes> {
  const shape = size === 'large' ? LARGE : SMALL;
  const x = tf.randomUniform(shape.x, -1, 1, 'float32', 1);
  const dy = tf.randomUniform(shape.dy, -1, 1, 'float32', 2);
  const own = await measure(tf.Conv2DBackpropFilter, { x, dy }, shape.filter);
  const stock = await measure(STOCK_FILTER_GRADIENT, { x, dy }, shape.filter);
  tf.dispose([x, dy]);
  const difference = largestDifference(own.values, stock.values);
  return { ownMs: own.ms, stockMs: stock.ms, difference };
}

/** Milliseconds, the mean after one run to compile. */
async function measure(kernel: string, inputs: tf.NamedTensorMap, filterShape: number[]) {
  const attributes = { strides: [1, 1], pad: 'same', dataFormat: 'NHWC', filterShape };
  const run = async () => {
    const result = tf.engine().runKernel(kernel, inputs, attributes) as tf.Tensor;
    const values = await result.data();
    result.dispose();
    return values;
  };
  const values = await run();
  const started = performance.now();
  for (let i = 0; i < REPEATS; i++) await run();
  return { values, ms: (performance.now() - started) / REPEATS };
}

/** Largest absolute difference of two arrays, as a share of the largest absolute value. */
export function largestDifference(given: ArrayLike<number>, expected: ArrayLike<number>): number {
  let largest = 0;
  let difference = 0;
  for (let i = 0; i < expected.length; i++) {
    const value = expected[i] as number;
    largest = Math.max(largest, Math.abs(value));
    difference = Math.max(difference, Math.abs((given[i] as number) - value));
  }
  return largest === 0 ? difference : difference / largest;
}
