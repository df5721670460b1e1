import type { LayersModel, layers, SymbolicTensor } from '@tensorflow/tfjs-layers';
import { MlError } from '../errors.ts';

/** One use of a layer: its inputs and output are named by number, the image is one of them. */
export interface LayerCall {
  layer: layers.Layer;
  inputs: number[];
  inputShapes: number[][];
  output: number;
  outputShape: number[];
}

export interface LayerGraph {
  image: number;
  calls: LayerCall[];
  embedding: number;
}

/**
 * A model as the list of what it does, in order, models within it opened up. Shapes are without
 * the batch.
 *
 * @throws {MlError} WEIGHTS_UNSUPPORTED for several inputs or outputs, or a shared layer
 */
export function layerGraph(model: LayersModel): LayerGraph {
  const [image, embedding] = [onlyOne(model, model.inputs), onlyOne(model, model.outputs)];
  const sources = new Map<number, number>();
  const calls = model.layers.flatMap((layer) => callsOf(model, layer, sources));
  return { image: image.id, calls, embedding: sources.get(embedding.id) ?? embedding.id };
}

/** @param sources tensors inside of inner models, by the outer tensors that stand for them */
function callsOf(
  model: LayersModel,
  layer: layers.Layer,
  sources: Map<number, number>,
): LayerCall[] {
  if (layer.getClassName() === 'InputLayer') return [];
  // The first use of a model is its own making.
  const [node, ...others] = isModel(layer) ? layer.inboundNodes.slice(1) : layer.inboundNodes;
  if (!node || others.length > 0) throw unsupported(model, `${layer.name} is used more than once`);
  const output = onlyOne(model, node.outputTensors);
  const idOf = ({ id }: SymbolicTensor) => sources.get(id) ?? id;
  const inputs = node.inputTensors.map(idOf);
  if (isModel(layer)) {
    const inner = layerGraph(layer);
    const first = inputs[0] as number;
    const calls = inner.calls.map((call) => ({
      ...call,
      inputs: call.inputs.map((id) => (id === inner.image ? first : id)),
    }));
    sources.set(output.id, inner.embedding === inner.image ? first : inner.embedding);
    return calls;
  }
  const inputShapes = node.inputTensors.map(({ shape }) => withoutBatch(shape));
  const outputShape = withoutBatch(output.shape);
  return [{ layer, inputs, inputShapes, output: output.id, outputShape }];
}

function isModel(layer: layers.Layer): layer is LayersModel {
  return 'layers' in layer && 'inputs' in layer && 'outputs' in layer;
}

function withoutBatch(shape: readonly (number | null)[]): number[] {
  return shape.slice(1).map((size) => size ?? -1);
}

function onlyOne(model: LayersModel, tensors: readonly SymbolicTensor[]): SymbolicTensor {
  const [only, ...others] = tensors;
  if (only && others.length === 0) return only;
  throw unsupported(model, 'it has several inputs or outputs');
}

function unsupported(model: LayersModel, why: string): MlError {
  const message = `The model ${model.name} can not be written in another format: ${why}.`;
  return new MlError('WEIGHTS_UNSUPPORTED', message, { model: model.name });
}

/** The weights of a layer in its own order, as numbers. */
export type WeightValues = (layer: layers.Layer) => Float32Array[];

/** Reads all weights of a model off the backend. */
export async function readWeights(model: LayersModel): Promise<WeightValues> {
  const byName = new Map<string, Float32Array>();
  for (const weight of model.weights) {
    byName.set(weight.name, (await weight.read().data()) as Float32Array);
  }
  return (layer) => layer.weights.map(({ name }) => byName.get(name) as Float32Array);
}
