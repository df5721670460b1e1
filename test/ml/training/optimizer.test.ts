import * as tf from '@tensorflow/tfjs-core';
import { input, layers, model, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, it } from 'vitest';
import { openBackend } from '../../../packages/ml/src/backend/open.ts';
import { defaultTrainingConfig } from '../../../packages/ml/src/training/config.ts';
import { Optimizer } from '../../../packages/ml/src/training/optimizer.ts';
import type { OptimizerName } from '../../../packages/ml/src/training/settings/optimizerSettings.ts';
import { WeightAverage } from '../../../packages/ml/src/training/weightAverage.ts';

beforeAll(async () => {
  await openBackend({ prefer: 'cpu' });
});

const RATE = 0.1;
const DECAY = 0.05;
/** The gradient of each step; the same for every weight. */
const GRADIENTS = [0.5, -1.25, 2, 0.75];

/** One weight after each gradient, by the textbook, with decay taken off first. */
function byHand(name: OptimizerName, rate: number, decay: number, gradients: readonly number[]) {
  let [weight, velocity, mean] = [1, 0, 0];
  // TensorFlow 1 starts RMSProp's average at one.
  let square = name === 'rmsprop' ? 1 : 0;
  for (const [i, g] of gradients.entries()) {
    let change = 0;
    if (name === 'sgd-nesterov') {
      velocity = 0.8 * velocity + g;
      change = g + 0.8 * velocity;
    } else if (name === 'rmsprop') {
      square = 0.9 * square + 0.1 * g * g;
      change = g / Math.sqrt(square + 1e-10);
    } else {
      mean = 0.9 * mean + 0.1 * g;
      square = 0.999 * square + 0.001 * g * g;
      const corrected = Math.sqrt(square / (1 - 0.999 ** (i + 1)));
      change = mean / (1 - 0.9 ** (i + 1)) / (corrected + 1e-7);
    }
    weight = weight * (1 - rate * decay) - rate * change;
  }
  return weight;
}

function train(optimizer: Optimizer, gradients: readonly number[], scale = 1): void {
  for (const [i, g] of gradients.entries()) {
    tf.tidy(() => {
      const all = optimizer.variablesAt(i + 1).map((v) => tf.fill(v.shape, g));
      optimizer.apply(all, { step: i + 1, learningRate: RATE, scale });
    });
  }
}

const value = (variable: tf.Variable) => variable.dataSync()[0] as number;

describe.each(['adamw', 'sgd-nesterov', 'rmsprop'] as const)('%s', (optimizer) => {
  const settings = defaultTrainingConfig({
    ...{ optimizer, momentum: 0.8, weightDecay: DECAY, backboneRate: 0.5 },
  });

  it('changes weights as the textbook has it; kernels decay, biases do not', () => {
    const before = tf.memory().numTensors;
    const [kernel, bias] = [tf.variable(tf.ones([1, 1])), tf.variable(tf.ones([1]))];
    const weights = [kernel, bias].map((variable) => ({ variable, isBackbone: false }));
    const own = new Optimizer(settings, weights);
    train(own, GRADIENTS);
    expect(value(kernel)).toBeCloseTo(byHand(optimizer, RATE, DECAY, GRADIENTS), 5);
    expect(value(bias)).toBeCloseTo(byHand(optimizer, RATE, 0, GRADIENTS), 5);
    own.dispose();
    tf.dispose([kernel, bias]);
    // The ones that the variables were made of are the test's own.
    expect(tf.memory().numTensors - before).toBe(2);
  });

  it('starts the backbone late and slower, counting from its own first step', () => {
    const [head, backbone] = [tf.variable(tf.ones([1, 1])), tf.variable(tf.ones([1, 1]))];
    const own = new Optimizer(
      settings,
      [
        { variable: head, isBackbone: false },
        { variable: backbone, isBackbone: true },
      ],
      2,
    );
    expect([1, 2, 3].map((step) => own.variablesAt(step).length)).toEqual([1, 1, 2]);
    train(own, GRADIENTS);
    expect(value(head)).toBeCloseTo(byHand(optimizer, RATE, DECAY, GRADIENTS), 5);
    const late = GRADIENTS.slice(2);
    expect(value(backbone)).toBeCloseTo(byHand(optimizer, RATE / 2, DECAY, late), 5);
    own.dispose();
    tf.dispose([head, backbone]);
  });

  it('scales the gradients, which is how they are clipped', () => {
    const weight = tf.variable(tf.ones([1, 1]));
    const own = new Optimizer(settings, [{ variable: weight, isBackbone: false }]);
    train(own, GRADIENTS, 0.25);
    const scaled = GRADIENTS.map((g) => g * 0.25);
    expect(value(weight)).toBeCloseTo(byHand(optimizer, RATE, DECAY, scaled), 5);
    own.dispose();
    weight.dispose();
  });
});

describe('the running average of the weights', () => {
  it('follows fast at first, then slowly, and lends itself to the model for a while', async () => {
    const image = input({ shape: [1] });
    const dense = layers.dense({ units: 1, useBias: false });
    const net = model({ inputs: image, outputs: dense.apply(image) as SymbolicTensor });
    const [weight] = net.weights;
    const set = (to: number) =>
      tf.tidy(() => {
        weight?.write(tf.fill([1, 1], to));
      });
    const now = () => weight?.read().dataSync()[0] as number;
    set(1);
    const before = tf.memory().numTensors;
    const average = new WeightAverage(net, 0.5);
    let expected = 1;
    for (const [i, next] of [3, -2, 5, 0, 7, 1, 1, 4, 2, 6, 9].entries()) {
      set(next);
      average.update(i + 1);
      const kept = Math.min(0.5, (2 + i) / (11 + i));
      expected = kept * expected + (1 - kept) * next;
    }
    expect(await average.during(async () => now())).toBeCloseTo(expected, 5);
    expect(now()).toBe(9);
    const failing = average.during(() => Promise.reject(new Error('no')));
    await expect(failing).rejects.toThrow('no');
    expect(now()).toBe(9);
    average.dispose();
    expect(tf.memory().numTensors).toBe(before);
    net.dispose();
  });
});
