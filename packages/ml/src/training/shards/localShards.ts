import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel, SymbolicTensor } from '@tensorflow/tfjs-layers';
import { type Recorded, recordGradients } from '../../backend/gradients.ts';
import { BatchNormalization } from '../../models/batchNormalization.ts';
import { forwardInTraining } from '../../models/forward.ts';
import { SeededDropout } from '../../models/seededDropout.ts';
import type { Moments, ShardOrder, ShardOutcome, Shards } from './shard.ts';

interface Pending {
  recorded: Recorded<tf.Tensor>;
  /** Kept on the backend until they are asked for. */
  moments: { layer: string; mean: tf.Tensor1D; variance: tf.Tensor1D }[];
}

/** Takes all parts through one model on this thread, one after the other. */
export class LocalShards implements Shards {
  readonly threads = 0;
  readonly count: number;
  private readonly model: LayersModel;
  private readonly pending = new Map<number, Pending>();

  constructor(model: LayersModel, count: number) {
    this.model = model;
    this.count = count;
  }

  /** The model is this thread's own. */
  async begin(): Promise<void> {}

  async forward(order: ShardOrder): Promise<Float32Array> {
    const pending = this.record(order);
    this.pending.set(order.shard, pending);
    return floats(pending.recorded.value);
  }

  async backward(shard: number, gradient: Float32Array): Promise<ShardOutcome> {
    const { recorded, moments } = this.pending.get(shard) as Pending;
    this.pending.delete(shard);
    const gradients = tf.tidy(() =>
      recorded.backward(tf.tensor(gradient, recorded.value.shape, 'float32')),
    );
    const outcome = {
      gradients: await Promise.all(gradients.map(floats)),
      moments: await Promise.all(moments.map(read)),
    };
    tf.dispose([gradients, moments.map(({ mean, variance }) => [mean, variance])]);
    return outcome;
  }

  async close(): Promise<void> {
    for (const { recorded, moments } of this.pending.values()) {
      recorded.discard();
      tf.dispose(moments.map(({ mean, variance }) => [mean, variance]));
    }
    this.pending.clear();
  }

  private record({ shard, step, pixels, wanted, frozen }: ShardOrder): Pending {
    const { model } = this;
    const moments: Pending['moments'] = [];
    for (const layer of model.layers) {
      if (layer instanceof SeededDropout) Object.assign(layer, { step, shard });
      if (!(layer instanceof BatchNormalization)) continue;
      layer.frozen = frozen.includes(layer.name);
      layer.onMoments = (mean, variance) => {
        const kept = { mean: tf.keep(tf.clone(mean)), variance: tf.keep(tf.clone(variance)) };
        moments.push({ layer: layer.name, ...kept });
      };
    }
    try {
      const [, height, width] = (model.inputs[0] as SymbolicTensor).shape;
      const shape = [-1, height as number, width as number, 3];
      const variables = wanted.map((place) => model.weights[place]?.read() as tf.Tensor);
      const forward = () => forwardInTraining(model, tf.reshape(tf.tensor1d(pixels), shape));
      return { recorded: recordGradients(forward, variables), moments };
    } finally {
      for (const layer of model.layers) {
        if (layer instanceof BatchNormalization) layer.onMoments = undefined;
        if (layer instanceof SeededDropout) layer.shard = 0;
      }
    }
  }
}

async function read({ layer, mean, variance }: Pending['moments'][number]): Promise<Moments> {
  return { layer, mean: await floats(mean), variance: await floats(variance) };
}

async function floats(tensor: tf.Tensor): Promise<Float32Array> {
  return (await tensor.data()) as Float32Array;
}
