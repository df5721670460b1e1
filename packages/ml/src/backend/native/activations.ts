import * as tf from '@tensorflow/tfjs-core';
import { attributes, type NativeCall } from './execute.ts';
import { overrideKernel } from './overrideKernel.ts';

const RELU_GRAD = 'ReluGrad';
const RELU6_GRAD = 'Relu6Grad';

type ClipAttributes = { clipValueMin: number; clipValueMax: number };

/**
 * ReLU and ReLU6 with TensorFlow's own gradients, one operation instead of three to five. ReLU
 * saves its output instead of its input: the next layer saves that same memory anyway.
 */
export function registerActivations(): void {
  for (const kernelName of [RELU_GRAD, RELU6_GRAD]) {
    tf.registerKernel({
      kernelName,
      backendName: 'tensorflow',
      kernelFunc: (call) => {
        const { backend, inputs } = call as NativeCall<Record<'dy' | 'y', tf.Tensor>>;
        return backend.executeSingleOutput(kernelName, attributes(backend, {}), [
          inputs.dy,
          inputs.y,
        ]);
      },
    });
  }
  registerReluGradient();
  registerClip();
}

function registerReluGradient(): void {
  replaceGradient(tf.Relu, {
    kernelName: tf.Relu,
    outputsToSave: [true],
    gradFunc: (dy, saved) => {
      const inputs = { dy: dy as tf.Tensor, y: saved[0] as tf.Tensor };
      return { x: () => run(RELU_GRAD, inputs) ?? tf.mul(inputs.dy, tf.step(inputs.y)) };
    },
  });
}

/** The layers library composes ReLU6 of ReLU and a clip to 0..6, which is ReLU6 once more. */
function registerClip(): void {
  overrideKernel<{ x: tf.Tensor }>(tf.ClipByValue, ({ backend, inputs, attrs }) => {
    const clip = attrs as ClipAttributes;
    if (!isRelu6(clip) || inputs.x.dtype !== 'float32') return undefined;
    return backend.executeSingleOutput('Relu6', attributes(backend, {}), [inputs.x]);
  });
  const gradient = tf.getGradient(tf.ClipByValue);
  replaceGradient(tf.ClipByValue, {
    ...gradient,
    gradFunc: (dy, saved, attrs) => {
      const own = () => {
        const inputs = { dy: dy as tf.Tensor, y: saved[0] as tf.Tensor };
        return isRelu6(attrs as ClipAttributes) ? run(RELU6_GRAD, inputs) : undefined;
      };
      const { x } = gradient.gradFunc(dy, saved, attrs);
      return { x: () => own() ?? (x as () => tf.Tensor)() };
    },
  });
}

function isRelu6({ clipValueMin, clipValueMax }: ClipAttributes): boolean {
  return clipValueMin === 0 && clipValueMax === 6;
}

/** Gradients belong to no backend, so each asks whether the one in use has the operation. */
function run(kernelName: string, inputs: Record<'dy' | 'y', tf.Tensor>): tf.Tensor | undefined {
  if (!tf.getKernel(kernelName, tf.getBackend())) return undefined;
  return tf.engine().runKernel(kernelName, inputs) as tf.Tensor;
}

function replaceGradient(kernelName: string, gradient: tf.GradConfig): void {
  tf.unregisterGradient(kernelName);
  tf.registerGradient(gradient);
}
