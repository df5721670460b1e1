import * as tf from '@tensorflow/tfjs-core';
import {
  initializers,
  input,
  type LayersModel,
  layers,
  model,
  type SymbolicTensor,
} from '@tensorflow/tfjs-layers';
import { beforeAll, describe, it } from 'vitest';
import { gradientsOf } from '../../../packages/ml/src/backend/gradients.ts';
import {
  BatchNormalization,
  normalizeBatch,
  normalizeBatchFused,
} from '../../../packages/ml/src/models/batchNormalization.ts';
import { forwardInTraining } from '../../../packages/ml/src/models/forward.ts';
import { requireModel } from '../../../packages/ml/src/models/registry.ts';
import { expectClose, on } from './compare.ts';
import { built, openNativeAndWasm } from './native.ts';

const NETS = {
  'mildnet-nano': () => requireModel('mildnet-nano').build({ seed: 3 }),
  'a block of MobileNet': mobileBlock,
};

/** Only one block: the 27 normalisations of the whole net magnify rounding past any comparison. */
function mobileBlock(): LayersModel {
  const kernelInitializer = initializers.glorotUniform({ seed: 7 });
  const image = input({ shape: [16, 16, 3] });
  const output = [
    layers.conv2d({ filters: 8, kernelSize: 3, strides: 2, padding: 'same', kernelInitializer }),
    new BatchNormalization({ name: 'bn1' }),
    layers.reLU({ maxValue: 6 }),
    layers.depthwiseConv2d({ kernelSize: 3, depthwiseInitializer: kernelInitializer }),
    new BatchNormalization({ name: 'bn2' }),
    layers.reLU({ maxValue: 6 }),
  ].reduce((x, layer) => layer.apply(x) as SymbolicTensor, image as SymbolicTensor);
  return model({ inputs: image, outputs: output });
}

// Needs the TensorFlow that packages/ml/scripts/build-native.ts builds.
describe.skipIf(!built)('native TensorFlow agrees with WASM', () => {
  beforeAll(openNativeAndWasm);

  it('on batch normalisation in training, its moments and its gradients', async () => {
    const run = (normalize: typeof normalizeBatch) => () => {
      const x = tf.randomNormal([3, 4, 5, 6], 1, 2, 'float32', 1) as tf.Tensor4D;
      const gamma = tf.randomUniform([6], 0.5, 2, 'float32', 2) as tf.Tensor1D;
      const beta = tf.randomUniform([6], -1, 1, 'float32', 3) as tf.Tensor1D;
      const weights = tf.randomNormal([3, 4, 5, 6], 0, 1, 'float32', 4);
      const loss = (...args: tf.Tensor[]) =>
        tf.sum(
          tf.mul(
            normalize(args[0] as tf.Tensor4D, args[1] as tf.Tensor1D, args[2] as tf.Tensor1D).y,
            weights,
          ),
        );
      const { y, mean, variance } = normalize(x, gamma, beta);
      return [y, mean, variance, ...tf.grads(loss)([x, gamma, beta])];
    };
    const fused = await on('tensorflow', run(normalizeBatchFused));
    expectClose(fused, await on('wasm', run(normalizeBatch)), 1e-5);
  });

  it('on ReLU, ReLU6 and other clips', async () => {
    const run = () => {
      const x = tf.randomNormal([200], 2, 4, 'float32', 1);
      const weights = tf.randomNormal([200], 0, 1, 'float32', 2);
      const functions = [
        (a: tf.Tensor) => tf.relu(a),
        (a: tf.Tensor) => tf.clipByValue(a, 0, 6),
        (a: tf.Tensor) => tf.clipByValue(a, -1, 3),
      ];
      return functions.flatMap((f) => [
        f(x),
        tf.grad((a: tf.Tensor) => tf.sum(tf.mul(f(a), weights)))(x),
      ]);
    };
    expectClose(await on('tensorflow', run), await on('wasm', run), 1e-6);
  });

  it.each(Object.entries(NETS))('on every gradient of %s', async (_, build) => {
    const run = () => {
      const net = build();
      const size = net.inputs[0]?.shape[1] as number;
      const images = tf.randomUniform([4, size, size, 3], 0, 1, 'float32', 5);
      const output = [4, ...(net.outputs[0]?.shape ?? []).slice(1)] as number[];
      const weights = tf.randomNormal(output, 0, 1, 'float32', 6);
      const variables = net.trainableWeights.map((weight) => weight.read() as tf.Variable);
      const { value, gradients } = gradientsOf(
        () => tf.sum(tf.mul(forwardInTraining(net, images), weights)) as tf.Scalar,
        variables,
      );
      net.dispose();
      return [value, ...gradients];
    };
    expectClose(await on('tensorflow', run), await on('wasm', run), 1e-3);
  });
});
