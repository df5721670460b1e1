import * as tf from '@tensorflow/tfjs-core';
import { MlError } from '../errors.ts';
import type { OptimizerName } from './settings/optimizerSettings.ts';

/** One weight of the model, with its own gradient's history in `slots`. */
interface Tracked {
  variable: tf.Variable;
  slots: tf.Variable[];
  decays: boolean;
}

/** The change to a weight, as a multiple of the learning rate, and the new history. */
type Rule = (
  gradient: tf.Tensor,
  slots: tf.Tensor[],
  step: number,
) => { change: tf.Tensor; slots: tf.Tensor[] };

const MOMENTUM = 0.9;

/** Sutskever et al. 2013, as TensorFlow: v = m v + g; change = g + m v. */
const nesterov: Rule = (gradient, [velocity]) => {
  const next = tf.add(tf.mul(velocity as tf.Tensor, MOMENTUM), gradient);
  return { change: tf.add(gradient, tf.mul(next, MOMENTUM)), slots: [next] };
};

/** Hinton 2012 with TensorFlow's defaults: decay 0.9, epsilon 1e-10 inside the root. */
const rmsprop: Rule = (gradient, [square]) => {
  const next = tf.add(tf.mul(square as tf.Tensor, 0.9), tf.mul(tf.square(gradient), 0.1));
  return { change: tf.div(gradient, tf.sqrt(tf.add(next, 1e-10))), slots: [next] };
};

/** Kingma and Ba 2015. The corrections come from the step number, so that resuming is exact. */
const adam: Rule = (gradient, [first, second], step) => {
  const mean = tf.add(tf.mul(first as tf.Tensor, 0.9), tf.mul(gradient, 0.1));
  const square = tf.add(tf.mul(second as tf.Tensor, 0.999), tf.mul(tf.square(gradient), 0.001));
  const scale = Math.sqrt(1 - 0.999 ** step) / (1 - 0.9 ** step);
  const change = tf.div(tf.mul(mean, scale), tf.add(tf.sqrt(square), 1e-7));
  return { change, slots: [mean, square] };
};

const RULES: Record<OptimizerName, { rule: Rule; slots: number }> = {
  'sgd-nesterov': { rule: nesterov, slots: 1 },
  rmsprop: { rule: rmsprop, slots: 1 },
  adamw: { rule: adam, slots: 2 },
};

/** A variable shares its first value's memory, so that value is given back at once. */
function zeroSlot(variable: tf.Variable): tf.Variable {
  return tf.tidy(() => tf.variable(tf.zerosLike(variable), false));
}

/**
 * Our own optimizer, because the library's cannot give back exactly the state that it saved
 * (its running powers of beta are restored by exponentiation).
 */
export class Optimizer {
  private readonly tracked: Tracked[];
  private readonly rule: Rule;

  constructor(name: OptimizerName, variables: readonly tf.Variable[]) {
    const { rule, slots } = RULES[name];
    this.rule = rule;
    this.tracked = variables.map((variable) => ({
      variable,
      // Kernels decay; biases and normalisation scales do not.
      decays: variable.shape.length > 1,
      slots: Array.from({ length: slots }, () => zeroSlot(variable)),
    }));
  }

  get variables(): tf.Variable[] {
    return this.tracked.map(({ variable }) => variable);
  }

  /** Changes every weight by its gradient, given in the order of `variables`. Step counts from 1. */
  apply(gradients: readonly tf.Tensor[], step: number, rate: number, weightDecay: number): void {
    tf.tidy(() => {
      for (const [index, { variable, slots, decays }] of this.tracked.entries()) {
        const { change, slots: next } = this.rule(gradients[index] as tf.Tensor, slots, step);
        const kept = decays ? tf.mul(variable, 1 - rate * weightDecay) : variable;
        variable.assign(tf.sub(kept, tf.mul(change, rate)));
        for (const [slot, value] of next.entries()) slots[slot]?.assign(value);
      }
    });
  }

  /** Everything that the next step depends on, one array a slot. */
  async state(): Promise<Float32Array[]> {
    const slots = this.tracked.flatMap((tracked) => tracked.slots);
    return Promise.all(slots.map(async (slot) => (await slot.data()) as Float32Array));
  }

  /** Restores what `state` gave. @throws {MlError} CHECKPOINT_MISMATCH */
  restore(state: readonly Float32Array[]): void {
    const slots = this.tracked.flatMap((tracked) => tracked.slots);
    const fits =
      state.length === slots.length && slots.every((s, i) => s.size === state[i]?.length);
    if (!fits) {
      throw new MlError('CHECKPOINT_MISMATCH', 'The optimizer state is of another model.');
    }
    tf.tidy(() => {
      for (const [i, slot] of slots.entries()) {
        slot.assign(tf.tensor(state[i] as Float32Array, slot.shape));
      }
    });
  }

  /** Sizes of the arrays of `state`. */
  get stateSizes(): number[] {
    return this.tracked.flatMap((tracked) => tracked.slots.map((slot) => slot.size));
  }

  dispose(): void {
    for (const { slots } of this.tracked) for (const slot of slots) slot.dispose();
  }
}
