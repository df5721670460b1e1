import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Objective } from '../../losses/objective.ts';
import { BatchNormalization } from '../../models/batchNormalization.ts';
import type { TrainingBatch } from '../batchStream.ts';
import { type Measured, measureLoss } from '../measuredLoss.ts';
import { mergeMoments } from './mergeMoments.ts';
import type { Moments, ShardOutcome, Shards } from './shard.ts';
import { joinRows, rowsOfShard, splitRows } from './splitRows.ts';

/** What a sharded step works with. */
interface Source {
  model: LayersModel;
  objective: Objective;
  shards: Shards;
}

/**
 * Loss and gradients of a batch whose parts go through the model one by one, or at the same time
 * in threads. The loss compares the embeddings of the whole batch, so only normalisation (each part
 * by its own statistics) and dropout (each part drawn by itself) can tell the parts from a whole.
 * The gradients of the parts are added in their order, so that threads change nothing.
 *
 * @param variables of model and objective
 */
export async function shardedGradients(
  { model, objective, shards }: Source,
  batch: TrainingBatch,
  step: number,
  variables: readonly tf.Variable[],
): Promise<Measured> {
  const places = new Map(model.weights.map((weight, place) => [weight.read().id, place]));
  const order = {
    step,
    wanted: variables.flatMap(({ id }) => places.get(id) ?? []),
    frozen: model.layers
      .filter((layer) => layer instanceof BatchNormalization && layer.frozen)
      .map(({ name }) => name),
  };
  const rows = batch.indexes.length;
  await shards.begin();
  const parts = splitRows(batch.pixels, rows, shards.count);
  const embedded = await Promise.all(
    parts.map((pixels, shard) => shards.forward({ ...order, shard, pixels })),
  );
  const { dEmbeddings, ...measured } = lossOf(objective, embedded, batch, step, variables);
  try {
    const dRows = splitRows((await dEmbeddings.data()) as Float32Array, rows, shards.count);
    const outcomes = await Promise.all(dRows.map((own, shard) => shards.backward(shard, own)));
    followMoments(model, outcomes, rows);
    const gradients = inOrder(variables, places, outcomes, measured.gradients);
    return { ...measured, gradients };
  } catch (error) {
    tf.dispose([measured.loss, measured.activeShare, measured.spread, measured.gradients]);
    throw error;
  } finally {
    dEmbeddings.dispose();
  }
}

/** The loss of all embeddings, with its gradients for them and for what the loss itself learns. */
function lossOf(
  objective: Objective,
  embedded: readonly Float32Array[],
  batch: TrainingBatch,
  step: number,
  variables: readonly tf.Variable[],
) {
  return tf.tidy(() => {
    const rows = batch.indexes.length;
    const values = joinRows(embedded, rows);
    const embeddings = tf.tensor2d(values, [rows, values.length / rows]);
    const own = variables.filter((variable) => objective.variables.includes(variable));
    const all = measureLoss(() => tf.clone(embeddings), objective, batch, step, [
      embeddings,
      ...own,
    ]);
    const [dEmbeddings, ...gradients] = all.gradients as [tf.Tensor, ...tf.Tensor[]];
    return { ...all, gradients, dEmbeddings };
  });
}

/** Sums over the parts, in the order of `variables`; the loss's own gradients are whole already. */
function inOrder(
  variables: readonly tf.Variable[],
  ofModel: ReadonlyMap<number, number>,
  outcomes: readonly ShardOutcome[],
  ofLoss: readonly tf.Tensor[],
): tf.Tensor[] {
  const left = [...ofLoss];
  let place = 0;
  return variables.map((variable) => {
    if (!ofModel.has(variable.id)) return left.shift() as tf.Tensor;
    const at = place++;
    const parts = outcomes.map(({ gradients }) => gradients[at] as Float32Array);
    return tf.tidy(() => tf.addN(parts.map((part) => tf.tensor(part, variable.shape, 'float32'))));
  });
}

/** Moves the running averages of the normalisations by what all parts saw together. */
function followMoments(model: LayersModel, outcomes: readonly ShardOutcome[], rows: number): void {
  const sizes = outcomes.map((_, shard) => rowsOfShard(rows, outcomes.length, shard));
  for (const [call, { layer }] of (outcomes[0]?.moments ?? []).entries()) {
    const parts = outcomes.map(({ moments }) => moments[call] as Moments);
    const { mean, variance } = mergeMoments(parts, sizes);
    const normalization = model.getLayer(layer) as BatchNormalization;
    tf.tidy(() => normalization.follow(tf.tensor1d(mean), tf.tensor1d(variance)));
  }
}
