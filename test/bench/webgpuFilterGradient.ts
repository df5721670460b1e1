import { openBackend } from '@semblance/ml';
import * as tf from '@tensorflow/tfjs-core';
import { STOCK_FILTER_GRADIENT } from '../../packages/ml/src/backend/webgpu/register.ts';

/** VGG16's block3_conv2 on 16 images. */
const SHAPE = { x: [16, 56, 56, 256], dy: [16, 56, 56, 256], filter: [3, 3, 256, 256] };
const REPEATS = 5;

/** Our filter gradient against the stock one, where `webgpu` is installed and finds an adapter. */
export async function webgpuFilterGradient(directory: string): Promise<void> {
  const report = await openBackend({ prefer: 'webgpu', nativeDirectory: directory });
  if (report.name !== 'webgpu') {
    console.log(`WebGPU: skipped, ${report.attempts[0]?.reason}`);
    return;
  }
  const x = tf.randomUniform(SHAPE.x);
  const dy = tf.randomUniform(SHAPE.dy);
  const own = await timeOf(tf.Conv2DBackpropFilter, { x, dy });
  const stock = await timeOf(STOCK_FILTER_GRADIENT, { x, dy });
  tf.dispose([x, dy]);
  console.log(
    `WebGPU on ${report.device}: filter gradient ${own.toFixed(1)} ms, ` +
      `stock ${stock.toFixed(1)} ms: ${(stock / own).toFixed(1)}x`,
  );
}

/** Milliseconds, the mean after one run to compile. */
async function timeOf(kernel: string, inputs: tf.NamedTensorMap): Promise<number> {
  const attributes = {
    strides: [1, 1],
    pad: 'same',
    dataFormat: 'NHWC',
    filterShape: SHAPE.filter,
  };
  const run = async () => {
    const result = tf.engine().runKernel(kernel, inputs, attributes) as tf.Tensor;
    await result.data();
    result.dispose();
  };
  await run();
  const started = performance.now();
  for (let i = 0; i < REPEATS; i++) await run();
  return (performance.now() - started) / REPEATS;
}
