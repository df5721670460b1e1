import * as tf from '@tensorflow/tfjs-core';
import { allocate, floats, type KernelCall } from './wasmKernel.ts';

type Call = KernelCall<{ x: tf.TensorInfo }, { axis: number | number[]; keepDims?: boolean }>;

/** A reduction seen as `[outer, reduced, inner]`, the middle axis being summed. */
interface Middle {
  outer: number;
  reduced: number;
  inner: number;
}

/**
 * Sum (or mean) of float32 over neighbouring axes that are not the last, as in a bias gradient
 * (`[0, 1, 2]`) or global average pooling (`[1, 2]`). The backend transposes first, which costs
 * ten times the sum itself; adding rows as they lie needs no transposition. Anything else is left
 * to the backend's own kernel.
 */
export function reduceInPlaceOrder(
  original: tf.KernelConfig,
  scaleOf: (reduced: number) => number,
): (call: Call) => tf.TensorInfo {
  return (call) => {
    const { backend, inputs, attrs } = call;
    const axes = tf.util.parseAxisParam(attrs.axis, inputs.x.shape);
    const middle = inputs.x.dtype === 'float32' ? asMiddle(inputs.x.shape, axes) : undefined;
    if (!middle) return original.kernelFunc(call as never) as tf.TensorInfo;
    const shape = inputs.x.shape.flatMap((size, axis) =>
      axes.includes(axis) ? (attrs.keepDims ? [1] : []) : [size],
    );
    const out = allocate(backend, shape);
    sumMiddle(floats(backend, inputs.x), floats(backend, out), middle, scaleOf(middle.reduced));
    return out;
  };
}

function asMiddle(shape: number[], axes: number[]): Middle | undefined {
  const first = axes[0];
  if (first === undefined || axes.some((axis, i) => axis !== first + i)) return undefined;
  const inner = tf.util.sizeFromShape(shape.slice(first + axes.length));
  const reduced = tf.util.sizeFromShape(shape.slice(first, first + axes.length));
  if (inner < 2 || reduced < 1) return undefined;
  return { outer: tf.util.sizeFromShape(shape.slice(0, first)), reduced, inner };
}

/** Adds in double precision, four rows at a time, as the running sums cost more than the adding. */
function sumMiddle(x: Float32Array, out: Float32Array, shape: Middle, scale: number): void {
  const { outer, reduced, inner } = shape;
  const row = new Float64Array(inner);
  let from = 0;
  for (let o = 0; o < outer; o++) {
    row.fill(0);
    let r = 0;
    for (; r + 4 <= reduced; r += 4, from += inner * 4) {
      for (let i = 0; i < inner; i++) {
        const a = from + i;
        const b = a + inner;
        const c = b + inner;
        const two = (x[a] as number) + (x[b] as number);
        row[i] = (row[i] as number) + two + (x[c] as number) + (x[c + inner] as number);
      }
    }
    for (; r < reduced; r++, from += inner) {
      for (let i = 0; i < inner; i++) row[i] = (row[i] as number) + (x[from + i] as number);
    }
    for (let i = 0; i < inner; i++) out[o * inner + i] = (row[i] as number) * scale;
  }
}
