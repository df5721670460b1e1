import type * as tf from '@tensorflow/tfjs-core';
import type { LayersModel, SymbolicTensor } from '@tensorflow/tfjs-layers';

/**
 * The model's output with its training behaviour (dropout, batch statistics), like
 * `model.apply(x, { training: true })`. The library then holds every layer's output until the step
 * ends; here an output that the last layer needing it has read is given back, unless a gradient
 * saved it. Wrap it in `tidy`.
 */
export function forwardInTraining(model: LayersModel, x: tf.Tensor): tf.Tensor {
  const output = model.outputs[0] as SymbolicTensor;
  if (!isPlainGraph(model)) return model.apply(x, { training: true }) as tf.Tensor;
  const readers = countReaders(model);
  const values = new Map<number, tf.Tensor>([[(model.inputs[0] as SymbolicTensor).id, x]]);
  for (const layer of model.layers) {
    const node = layer.inboundNodes[0];
    const made = node?.outputTensors[0];
    if (!node || !made || values.has(made.id)) continue;
    const inputs = node.inputTensors.map(({ id }) => values.get(id) as tf.Tensor);
    const argument = inputs.length === 1 ? (inputs[0] as tf.Tensor) : inputs;
    values.set(made.id, layer.apply(argument, { training: true }) as tf.Tensor);
    for (const { id } of node.inputTensors) {
      const left = (readers.get(id) ?? 0) - 1;
      readers.set(id, left);
      const value = values.get(id);
      if (left === 0 && id !== output.id && value !== x) value?.dispose();
    }
  }
  return values.get(output.id) as tf.Tensor;
}

/** One input, one output, no model inside it, and no layer used twice. */
function isPlainGraph(model: LayersModel): boolean {
  if (model.inputs.length !== 1 || model.outputs.length !== 1) return false;
  return model.layers.every(
    (layer) =>
      !('layers' in layer) &&
      layer.inboundNodes.length === 1 &&
      layer.inboundNodes[0]?.outputTensors.length === 1,
  );
}

function countReaders(model: LayersModel): Map<number, number> {
  const readers = new Map<number, number>();
  for (const { inboundNodes } of model.layers) {
    for (const { id } of inboundNodes[0]?.inputTensors ?? []) {
      readers.set(id, (readers.get(id) ?? 0) + 1);
    }
  }
  return readers;
}
