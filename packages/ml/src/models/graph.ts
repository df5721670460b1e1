import type * as tf from '@tensorflow/tfjs-core';
import type { LayersModel, layers, SymbolicTensor } from '@tensorflow/tfjs-layers';

/** One step of a model: what it reads and makes, by the ids of its symbolic tensors. */
export interface GraphStep {
  inputs: number[];
  output: number;
  run(inputs: tf.Tensor[]): tf.Tensor;
}

/** A layer where it stands in a model. */
export interface PlacedLayer {
  layer: layers.Layer;
  inputs: number[];
  output: number;
}

/**
 * The layers of a model in an order in which each finds its inputs made, without the input layer;
 * nothing for a graph that is not plain: more than one input or output, a model inside it, or a
 * layer used twice.
 */
export function plainGraph(model: LayersModel): PlacedLayer[] | undefined {
  if (model.inputs.length !== 1 || model.outputs.length !== 1) return undefined;
  const placed: PlacedLayer[] = [];
  for (const layer of model.layers) {
    const node = layer.inboundNodes[0];
    const output = node?.outputTensors[0];
    if (!node || !output || 'layers' in layer) return undefined;
    if (layer.inboundNodes.length !== 1 || node.outputTensors.length !== 1) return undefined;
    if (output.id === (model.inputs[0] as SymbolicTensor).id) continue;
    placed.push({ layer, inputs: node.inputTensors.map(({ id }) => id), output: output.id });
  }
  return placed;
}

/**
 * Runs the steps one after the other, giving each value back once its last reader has read it.
 * Wrap it in `tidy`.
 */
export function runGraph(steps: readonly GraphStep[], input: number, x: tf.Tensor): tf.Tensor {
  const readers = countReaders(steps);
  const values = new Map<number, tf.Tensor>([[input, x]]);
  for (const step of steps) {
    values.set(step.output, step.run(step.inputs.map((id) => values.get(id) as tf.Tensor)));
    for (const id of step.inputs) {
      const left = (readers.get(id) ?? 0) - 1;
      readers.set(id, left);
      if (left === 0 && id !== input) values.get(id)?.dispose();
    }
  }
  return values.get(steps.at(-1)?.output ?? input) as tf.Tensor;
}

/** How many times each value is read. */
export function countReaders(steps: readonly { inputs: number[] }[]): Map<number, number> {
  const readers = new Map<number, number>();
  for (const { inputs } of steps) {
    for (const id of inputs) readers.set(id, (readers.get(id) ?? 0) + 1);
  }
  return readers;
}
