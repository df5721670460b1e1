import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { gradientsOf } from '../../../packages/ml/src/backend/gradients.ts';
import { openBackend } from '../../../packages/ml/src/backend/open.ts';
import { forwardInTraining } from '../../../packages/ml/src/models/forward.ts';
import { prepareInference } from '../../../packages/ml/src/models/inference.ts';
import { requireModel } from '../../../packages/ml/src/models/registry.ts';
import { expectClose, on } from './compare.ts';

/**
 * A folder with `webgpu` and `@tensorflow/tfjs-backend-webgpu` installed. They are too large
 * (150 MB) to be installed with this project. Without a GPU, Chromium's software driver serves:
 * VK_ICD_FILENAMES names its vk_swiftshader_icd.json, LD_LIBRARY_PATH the folder of libvulkan.so.1.
 */
const directory = process.env.WEBGPU_DIR;

type Shape4 = [number, number, number, number];

async function expectSame(f: () => tf.Tensor[]): Promise<void> {
  const expected = await on('wasm', f);
  expectClose(await on('webgpu', f), expected, 1e-3);
}

describe.skipIf(directory === undefined)('WebGPU agrees with WASM (set WEBGPU_DIR to run)', () => {
  beforeAll(async () => {
    await openBackend({ prefer: 'wasm' });
    const report = await openBackend({ prefer: 'webgpu', nativeDirectory: directory });
    expect(report.name, report.attempts[0]?.reason).toBe('webgpu');
  });

  it.each([
    { input: [2, 6, 6, 3], filter: [3, 3, 3, 4], strides: [1, 1], pad: 'same' as const },
    { input: [2, 7, 5, 2], filter: [3, 3, 2, 5], strides: [1, 1], pad: 'valid' as const },
    { input: [1, 8, 8, 2], filter: [3, 3, 2, 3], strides: [2, 2], pad: 'same' as const },
    { input: [3, 9, 7, 2], filter: [3, 2, 2, 3], strides: [2, 1], pad: 'valid' as const },
    { input: [2, 4, 4, 5], filter: [1, 1, 5, 7], strides: [1, 1], pad: 'valid' as const },
    // More than one tile each way, and positions split among groups of threads.
    { input: [5, 12, 11, 9], filter: [3, 3, 9, 40], strides: [1, 1], pad: 'same' as const },
  ])('on the gradients of a convolution $input $filter $strides $pad', async (shape) => {
    const [strides, pad] = [shape.strides as [number, number], shape.pad];
    await expectSame(() => {
      const x = tf.randomUniform<tf.Rank.R4>(shape.input as Shape4, -1, 1, 'float32', 1);
      const w = tf.randomUniform<tf.Rank.R4>(shape.filter as Shape4, -1, 1, 'float32', 2);
      const output = tf.conv2d(x, w, strides, pad).shape;
      const weights = tf.randomUniform(output, -1, 1, 'float32', 3);
      return tf.grads((a, b) =>
        tf.sum(tf.mul(tf.conv2d(a as tf.Tensor4D, b as tf.Tensor4D, strides, pad), weights)),
      )([x, w]);
    });
  });

  it('on the sum of more tensors than a shader can bind', async () => {
    const tensors = (count: number) =>
      Array.from({ length: count }, (_, i) => tf.randomUniform([5, 3], -1, 1, 'float32', i + 1));
    for (const count of [1, 2, 7, 8, 13, 14, 40]) {
      await expectSame(() => [tf.addN(tensors(count))]);
    }
  });

  it('on embeddings, for which nothing is read synchronously', async () => {
    const embed = async (backend: 'wasm' | 'webgpu') => {
      await tf.setBackend(backend);
      const model = requireModel('mildnet-nano').build({ seed: 3, inputSize: 16 });
      const inference = await prepareInference(model);
      const images = tf.randomUniform<tf.Rank.R4>([6, 16, 16, 3], 0, 1, 'float32', 5);
      const output = tf.tidy(() => inference.run(images));
      const values = [...(await output.data())];
      tf.dispose([images, output]);
      inference.dispose();
      model.dispose();
      return [values];
    };
    const expected = await embed('wasm');
    expectClose(await embed('webgpu'), expected, 1e-3);
  });

  it('on the value and every gradient of mildnet-nano in training', async () => {
    await expectSame(() => {
      const model = requireModel('mildnet-nano').build({ seed: 3, inputSize: 16 });
      const images = tf.randomUniform([6, 16, 16, 3], 0, 1, 'float32', 5);
      const weights = tf.randomNormal([6, 128], 0, 1, 'float32', 6);
      const variables = model.trainableWeights.map((weight) => weight.read() as tf.Variable);
      const { value, gradients } = gradientsOf(
        () => tf.sum(tf.mul(forwardInTraining(model, images), weights)) as tf.Scalar,
        variables,
      );
      model.dispose();
      return [value, ...gradients];
    });
  });
});
