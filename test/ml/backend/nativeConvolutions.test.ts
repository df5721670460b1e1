import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { expectClose, on } from './compare.ts';
import { built, fuses, openNativeAndWasm } from './native.ts';

type Activation = 'linear' | 'relu' | 'relu6' | 'elu';

interface Kind {
  size: number;
  depthwise: boolean;
}

interface Shape {
  strides: number;
  pad: 'same' | 'valid';
  dilations?: number;
}

interface Inputs {
  x: tf.Tensor4D;
  filter: tf.Tensor4D;
  bias?: tf.Tensor1D;
}

type Convolve = (kind: Kind, inputs: Inputs, shape: Shape, activation: Activation) => tf.Tensor;

const KINDS = [
  { name: 'a convolution of 3x3', size: 3, depthwise: false },
  { name: 'a convolution of 1x1', size: 1, depthwise: false },
  { name: 'a depthwise convolution', size: 3, depthwise: true },
];
const SHAPES: Shape[] = [1, 2].flatMap((strides) =>
  (['same', 'valid'] as const).map((pad) => ({ strides, pad })),
);
const PLAIN: Shape = { strides: 1, pad: 'same' };
const FUSED_ACTIVATIONS = ['linear', 'relu', 'relu6'] as const;

/** 7 rows, 10 columns (padded evenly and not), 5 channels; out come 6, or 2 for each of the 5. */
function makeInputs({ size, depthwise }: Kind): Required<Inputs> {
  return {
    x: tf.randomNormal([3, 7, 10, 5], 0, 2, 'float32', 1),
    filter: tf.randomNormal([size, size, 5, depthwise ? 2 : 6], 0, 1, 'float32', 2),
    bias: tf.randomNormal([depthwise ? 5 * 2 : 6], 0, 2, 'float32', 3),
  };
}

const fused: Convolve = ({ depthwise }, inputs, { strides, pad, dilations = 1 }, activation) => {
  const settings = { ...inputs, strides, pad, activation };
  return depthwise
    ? tf.fused.depthwiseConv2d({ ...settings, dilations: [dilations, dilations] })
    : tf.fused.conv2d({ ...settings, dilations });
};

/** The same, one operation after the other. */
const composed: Convolve = ({ depthwise }, inputs, { strides, pad, dilations = 1 }, activation) => {
  const { x, filter, bias } = inputs;
  const y = depthwise
    ? tf.depthwiseConv2d(x, filter, strides, pad, 'NHWC', [dilations, dilations])
    : tf.conv2d(x, filter, strides, pad, 'NHWC', dilations);
  const after = { linear: tf.clone, relu: tf.relu, relu6: tf.relu6, elu: tf.elu };
  return after[activation](bias ? tf.add(y, bias) : y);
};

/** Fused on native TensorFlow against composed on WASM. */
async function expectSame(run: (convolve: Convolve) => tf.Tensor[]): Promise<void> {
  const actual = await on('tensorflow', () => run(fused));
  expectClose(actual, await on('wasm', () => run(composed)), 1e-5);
}

/** The names of the operations that TensorFlow is given. */
async function operationsOf(f: () => tf.Tensor): Promise<string[]> {
  await tf.setBackend('tensorflow');
  const backend = tf.backend() as unknown as { executeSingleOutput(name: string): tf.Tensor };
  const spy = vi.spyOn(backend, 'executeSingleOutput');
  try {
    tf.tidy(() => {
      f();
    });
    return spy.mock.calls.map(([name]) => name);
  } finally {
    spy.mockRestore();
  }
}

// Needs the TensorFlow that packages/ml/scripts/build-native.ts builds.
describe.skipIf(!built)('native TensorFlow agrees with WASM', () => {
  beforeAll(openNativeAndWasm);

  describe.each(KINDS)('on $name', (kind) => {
    it.each(FUSED_ACTIVATIONS)('with its bias and %s', async (activation) => {
      await expectSame((convolve) => {
        const inputs = makeInputs(kind);
        return SHAPES.map((shape) => convolve(kind, inputs, shape, activation));
      });
    });

    it.each(FUSED_ACTIVATIONS)('in the gradients, with its bias and %s', async (activation) => {
      await expectSame((convolve) => {
        const { x, filter, bias } = makeInputs(kind);
        const loss = (...[x, filter, bias]: tf.Tensor[]) => {
          const inputs = { x, filter, bias } as Inputs;
          return tf.sum(tf.square(convolve(kind, inputs, { strides: 2, pad: 'same' }, activation)));
        };
        return tf.grads(loss)([x, filter, bias]);
      });
    });

    it('where TensorFlow has nothing fused: no bias, another activation, dilations', async () => {
      await expectSame((convolve) => {
        const inputs = makeInputs(kind);
        const { x, filter } = inputs;
        return [
          convolve(kind, { x, filter }, PLAIN, 'relu'),
          convolve(kind, inputs, PLAIN, 'elu'),
          convolve(kind, inputs, { ...PLAIN, dilations: 2 }, 'relu'),
        ];
      });
    });

    it.each(FUSED_ACTIVATIONS)(
      'with its bias and %s in one operation, where the binding can',
      async (activation) => {
        const operations = await operationsOf(() =>
          fused(kind, makeInputs(kind), PLAIN, activation),
        );
        // As tfjs-node has it: the convolution, the bias, the activation.
        if (!fuses) expect(operations).toHaveLength(activation === 'linear' ? 2 : 3);
        else if (kind.depthwise)
          expect(operations).toEqual(['_MklNativeFusedDepthwiseConv2dNative']);
        else expect(operations).toEqual(['_MklNativeFusedConv2D']);
      },
    );
  });
});
