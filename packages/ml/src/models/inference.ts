import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel, SymbolicTensor } from '@tensorflow/tfjs-layers';
import { foldable, foldedConvolution, positiveNormalizations } from './foldedConvolution.ts';
import { layerStep } from './forward.ts';
import { countReaders, type GraphStep, type PlacedLayer, plainGraph, runGraph } from './graph.ts';

/** A model made ready to be used, not trained: its weights as they were then. */
export interface PreparedModel {
  /** `[batch, size, size, 3]` to `[batch, dimension]`. Wrap it in `tidy`. */
  run(images: tf.Tensor4D): tf.Tensor2D;
  /** Gives back what it holds beside the model, which stays. */
  dispose(): void;
}

/**
 * The model as it serves, with every batch normalisation that follows a convolution folded into
 * that convolution, and the ReLU after it fused: one pass over the activations instead of three.
 * Its outputs are those of `model.apply(x, { training: false })` to rounding.
 */
export async function prepareInference(model: LayersModel): Promise<PreparedModel> {
  const graph = plainGraph(model);
  if (!graph) {
    const run = (x: tf.Tensor4D) => model.apply(x, { training: false }) as tf.Tensor2D;
    return { run, dispose: () => undefined };
  }
  const held: tf.Tensor[] = [];
  const steps = fold(graph, await positiveNormalizations(graph), held);
  const input = (model.inputs[0] as SymbolicTensor).id;
  return {
    run: (x) => runGraph(steps, input, x) as tf.Tensor2D,
    dispose: () => {
      tf.dispose(held);
    },
  };
}

/** Replaces each convolution with its normalisation, and what stands between and after them. */
function fold(
  graph: readonly PlacedLayer[],
  positive: ReadonlySet<PlacedLayer['layer']>,
  held: tf.Tensor[],
): GraphStep[] {
  const readers = countReaders(graph);
  const readerOf = new Map(graph.flatMap((placed) => placed.inputs.map((id) => [id, placed])));
  /** The layer that alone reads another's output. */
  const next = (placed: PlacedLayer | undefined) =>
    placed && readers.get(placed.output) === 1 ? readerOf.get(placed.output) : undefined;
  const done = new Set<PlacedLayer>();
  const steps: GraphStep[] = [];
  for (const placed of graph) {
    if (done.has(placed)) continue;
    const chain = foldable(placed, next, positive);
    if (!chain) {
      steps.push(layerStep(placed, false));
      continue;
    }
    for (const part of [chain.pooling, chain.normalization, chain.activation]) {
      if (part) done.add(part);
    }
    steps.push(...foldedConvolution(placed, chain, held));
  }
  return steps;
}
