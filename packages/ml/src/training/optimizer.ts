import * as tf from '@tensorflow/tfjs-core';
import { MlError } from '../errors.ts';
import type { TrainingConfig } from './config.ts';
import type { OptimizerName } from './settings/optimizerSettings.ts';

type Settings = Pick<TrainingConfig, 'optimizer' | 'momentum' | 'weightDecay' | 'backboneRate'>;

/** A weight that is trained. */
export interface TrainedWeight {
  variable: tf.Variable;
  /** Whether it is of the backbone, which may start later and learn slower than the head. */
  isBackbone: boolean;
}

/** With its own gradient's history in `slots`. */
interface Tracked extends TrainedWeight {
  slots: tf.Variable[];
  decays: boolean;
}

export interface Change {
  /** From 1 over the whole run. */
  step: number;
  learningRate: number;
  /** What the gradients are multiplied by first. */
  scale: number;
}

/** The change to a weight, as a multiple of the learning rate, and the new history. */
type Rule = (
  gradient: tf.Tensor,
  slots: tf.Tensor[],
  step: number,
  settings: Settings,
) => { change: tf.Tensor; slots: tf.Tensor[] };

/** Sutskever et al. 2013, as TensorFlow: v = m v + g; change = g + m v. */
const nesterov: Rule = (gradient, [velocity], _step, { momentum }) => {
  const next = tf.add(tf.mul(velocity as tf.Tensor, momentum), gradient);
  return { change: tf.add(gradient, tf.mul(next, momentum)), slots: [next] };
};

/**
 * Hinton 2012 with TensorFlow 1's defaults: decay 0.9, epsilon 1e-10 inside the root. Its average
 * starts at one, so that the first changes are of the gradient's size and not of 3.2 times its sign.
 */
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

/** `slots`: what each slot is filled with before the first step. */
const RULES: Record<OptimizerName, { rule: Rule; slots: readonly number[] }> = {
  'sgd-nesterov': { rule: nesterov, slots: [0] },
  rmsprop: { rule: rmsprop, slots: [1] },
  adamw: { rule: adam, slots: [0, 0] },
};

/** A variable shares its first value's memory, so that value is given back at once. */
function filledSlot({ shape }: tf.Variable, value: number): tf.Variable {
  return tf.tidy(() => tf.variable(tf.fill(shape, value), false));
}

/**
 * Our own optimizer, because the library's cannot give back exactly the state that it saved
 * (its running powers of beta are restored by exponentiation). Weight decay is decoupled for
 * every rule.
 */
export class Optimizer {
  private readonly settings: Settings;
  private readonly tracked: Tracked[];
  private readonly rule: Rule;
  private readonly frozenSteps: number;

  /** @param frozenSteps steps at the start that leave the backbone alone */
  constructor(settings: Settings, weights: readonly TrainedWeight[], frozenSteps = 0) {
    const { rule, slots } = RULES[settings.optimizer];
    this.settings = settings;
    this.rule = rule;
    this.frozenSteps = frozenSteps;
    this.tracked = weights.map((weight) => ({
      ...weight,
      // Kernels decay; biases and normalisation scales do not.
      decays: weight.variable.shape.length > 1,
      slots: slots.map((value) => filledSlot(weight.variable, value)),
    }));
  }

  /** Whether a step (from 1) leaves the backbone alone. */
  isFrozen(step: number): boolean {
    return step <= this.frozenSteps || this.settings.backboneRate === 0;
  }

  /** The weights that a step (from 1) changes. */
  variablesAt(step: number): tf.Variable[] {
    return this.trackedAt(step).map(({ variable }) => variable);
  }

  /** Changes weights by their gradients, given in the order of `variablesAt`. */
  apply(gradients: readonly tf.Tensor[], { step, learningRate, scale }: Change): void {
    const { backboneRate, weightDecay } = this.settings;
    tf.tidy(() => {
      for (const [index, tracked] of this.trackedAt(step).entries()) {
        const { variable, slots, decays, isBackbone } = tracked;
        const raw = gradients[index] as tf.Tensor;
        const gradient = scale === 1 ? raw : tf.mul(raw, scale);
        // A weight that was frozen counts from its own first step.
        const own = isBackbone ? step - this.frozenSteps : step;
        const rate = isBackbone ? learningRate * backboneRate : learningRate;
        const { change, slots: next } = this.rule(gradient, slots, own, this.settings);
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
    for (const { slots } of this.tracked) tf.dispose(slots);
  }

  private trackedAt(step: number): Tracked[] {
    if (!this.isFrozen(step)) return this.tracked;
    return this.tracked.filter(({ isBackbone }) => !isBackbone);
  }
}
