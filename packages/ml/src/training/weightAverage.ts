import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { MlError } from '../errors.ts';

/**
 * A running average of all weights of a model, batch statistics included (Polyak and Juditsky
 * 1992): it often serves better than the last step's weights. Early on it follows faster, keeping
 * `min(decay, (1 + step) / (10 + step))`, or the first, random weights would linger.
 */
export class WeightAverage {
  private readonly model: LayersModel;
  private readonly decay: number;
  private readonly averages: tf.Variable[];

  constructor(model: LayersModel, decay: number) {
    this.model = model;
    this.decay = decay;
    this.averages = tf.tidy(() =>
      model.weights.map((weight) => tf.variable(tf.clone(weight.read()), false)),
    );
  }

  /** Takes in the weights after a step, counted from 1. */
  update(step: number): void {
    const kept = Math.min(this.decay, (1 + step) / (10 + step));
    tf.tidy(() => {
      for (const [i, average] of this.averages.entries()) {
        const current = (this.model.weights[i] as (typeof this.model.weights)[number]).read();
        average.assign(tf.add(tf.mul(average, kept), tf.mul(current, 1 - kept)));
      }
    });
  }

  /** Runs `work` while the model has the average weights; it has its own again afterwards. */
  async during<T>(work: () => Promise<T>): Promise<T> {
    const own = tf.tidy(() => this.model.weights.map((weight) => tf.clone(weight.read())));
    this.write(this.averages);
    try {
      return await work();
    } finally {
      this.write(own);
      tf.dispose(own);
    }
  }

  /** One array a weight. */
  async state(): Promise<Float32Array[]> {
    return Promise.all(this.averages.map(async (a) => (await a.data()) as Float32Array));
  }

  get stateSizes(): number[] {
    return this.averages.map(({ size }) => size);
  }

  /** Restores what `state` gave. @throws {MlError} CHECKPOINT_MISMATCH */
  restore(state: readonly Float32Array[]): void {
    if (state.length !== this.averages.length) {
      throw new MlError('CHECKPOINT_MISMATCH', 'The average weights are of another model.');
    }
    tf.tidy(() => {
      for (const [i, average] of this.averages.entries()) {
        average.assign(tf.tensor(state[i] as Float32Array, average.shape));
      }
    });
  }

  dispose(): void {
    tf.dispose(this.averages);
  }

  private write(values: readonly tf.Tensor[]): void {
    tf.tidy(() => {
      for (const [i, value] of values.entries()) this.model.weights[i]?.write(tf.clone(value));
    });
  }
}
