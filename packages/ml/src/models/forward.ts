import type * as tf from '@tensorflow/tfjs-core';
import type { LayersModel, SymbolicTensor } from '@tensorflow/tfjs-layers';
import { type GraphStep, type PlacedLayer, plainGraph, runGraph } from './graph.ts';

/**
 * The model's output with its training behaviour (dropout, batch statistics), like
 * `model.apply(x, { training: true })`. The library then holds every layer's output until the step
 * ends; here an output that the last layer needing it has read is given back, unless a gradient
 * saved it. Wrap it in `tidy`.
 */
export function forwardInTraining(model: LayersModel, x: tf.Tensor): tf.Tensor {
  const graph = plainGraph(model);
  if (!graph) return model.apply(x, { training: true }) as tf.Tensor;
  const steps = graph.map((placed) => layerStep(placed, true));
  return runGraph(steps, (model.inputs[0] as SymbolicTensor).id, x);
}

/** A layer as it is. */
export function layerStep({ layer, inputs, output }: PlacedLayer, training: boolean): GraphStep {
  return {
    inputs,
    output,
    run: (values) => {
      const argument = values.length === 1 ? (values[0] as tf.Tensor) : values;
      return layer.apply(argument, { training }) as tf.Tensor;
    },
  };
}
