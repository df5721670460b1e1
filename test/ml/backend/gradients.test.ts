import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, it } from 'vitest';
import { gradientsOf } from '../../../packages/ml/src/backend/gradients.ts';
import { openBackend } from '../../../packages/ml/src/backend/open.ts';
import { forwardInTraining } from '../../../packages/ml/src/models/forward.ts';
import { requireModel } from '../../../packages/ml/src/models/registry.ts';

beforeAll(async () => {
  await openBackend({ prefer: 'wasm' });
});

const variablesOf = (model: LayersModel) =>
  model.trainableWeights.map((weight) => weight.read() as tf.Variable);

/** Bytes of all tensors at the worst moment. */
async function peakOf(run: () => void): Promise<number> {
  const { peakBytes } = await tf.profile(() => {
    run();
    return [];
  });
  return peakBytes;
}

describe('gradientsOf', () => {
  it('gives the value and gradients of the library in less than two thirds of its memory', async () => {
    const model = requireModel('mildnet-nano').build({ seed: 1 });
    const frozen = model.getLayer('block1_conv');
    frozen.trainable = false;
    const images = tf.randomUniform([6, 64, 64, 3], 0, 1, 'float32', 5);
    const weights = tf.randomNormal([6, 128], 0, 1, 'float32', 6);
    const variables = variablesOf(model);
    const before = tf.memory().numTensors;
    const lossOf = (embeddings: tf.Tensor) => tf.sum(tf.mul(embeddings, weights)) as tf.Scalar;

    const own: number[][] = [];
    const lean = await peakOf(() => {
      const { value, gradients } = gradientsOf(
        () => lossOf(forwardInTraining(model, images)),
        variables,
      );
      for (const tensor of [value, ...gradients]) own.push([...tensor.dataSync()]);
      tf.dispose([value, gradients]);
    });
    const librarys: number[][] = [];
    const full = await peakOf(() => {
      const { value, grads } = tf.variableGrads(
        () => lossOf(model.apply(images, { training: true }) as tf.Tensor),
        variables,
      );
      const inOrder = variables.map(({ name }) => grads[name] as tf.Tensor);
      for (const tensor of [value, ...inOrder]) librarys.push([...tensor.dataSync()]);
      tf.dispose([value, grads]);
    });

    expect(own.length).toBe(1 + variables.length);
    for (const [i, values] of librarys.entries()) {
      const largest = values.reduce((max, v) => Math.max(max, Math.abs(v)), 1e-3);
      for (const [j, value] of values.entries()) {
        expect(Math.abs((own[i]?.[j] as number) - value) / largest).toBeLessThan(1e-4);
      }
    }
    expect(tf.memory().numTensors).toBe(before);
    expect(lean).toBeLessThan((full * 2) / 3);
    model.dispose();
    tf.dispose([images, weights]);
  });

  it('adds up the gradients of a tensor that is used twice, and passes untouched ones on', () => {
    const x = tf.variable(tf.tensor1d([1, -2, 3]));
    const unused = tf.variable(tf.tensor1d([5]));
    const before = tf.memory().numTensors;
    const { value, gradients } = gradientsOf(() => {
      const same = tf.clone(x);
      const sum = tf.add(same, same);
      return tf.sum(tf.mul(sum, x)) as tf.Scalar;
    }, [x, unused]);
    // The value is 2 * x * x, so its derivative is 4 * x.
    expect(value.dataSync()[0]).toBe(2 * (1 + 4 + 9));
    expect([...(gradients[0] as tf.Tensor).dataSync()]).toEqual([4, -8, 12]);
    expect([...(gradients[1] as tf.Tensor).dataSync()]).toEqual([0]);
    tf.dispose([value, gradients]);
    expect(tf.memory().numTensors).toBe(before);
    tf.dispose([x, unused]);
  });

  it('leaves nothing behind when the function throws, and the library as it was', () => {
    const x = tf.variable(tf.tensor1d([1, 2]));
    const before = tf.memory().numTensors;
    expect(() =>
      gradientsOf(() => {
        tf.square(x);
        throw new Error('no loss');
      }, [x]),
    ).toThrow('no loss');
    const broken = tf.customGrad((a) => ({
      value: tf.sum(a as tf.Tensor),
      gradFunc: () => {
        throw new Error('no gradient');
      },
    }));
    expect(() => gradientsOf(() => broken(tf.square(x)) as tf.Scalar, [x])).toThrow('no gradient');
    expect(tf.memory().numTensors).toBe(before);
    const gradient = tf.grad((a: tf.Tensor) => tf.sum(tf.square(a)))(x);
    expect([...gradient.dataSync()]).toEqual([2, 4]);
    gradient.dispose();
    x.dispose();
  });
});
