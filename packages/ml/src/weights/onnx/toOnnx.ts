import type { LayersModel, SymbolicTensor } from '@tensorflow/tfjs-layers';
import { layerGraph, readWeights } from '../layerCalls.ts';
import { GraphBuilder } from './graphBuilder.ts';
import { encodeModel } from './protobuf.ts';
import { addTranspose, translateLayer } from './translateLayer.ts';

/** The last opset whose operators every current runtime has; ONNX 1.12. */
const OPSET = 17;
const IR_VERSION = 8;

export const PIXEL_LAYOUTS = ['nhwc', 'nchw'] as const;
/** `[batch, height, width, 3]` as we serve it, or `[batch, 3, height, width]` as PyTorch does. */
export type PixelLayout = (typeof PIXEL_LAYOUTS)[number];

export interface OnnxOptions {
  /** Order of the input's axes; default `nhwc`. */
  layout?: PixelLayout;
  description: string;
  /** Kept as `metadata_props`. */
  metadata: Readonly<Record<string, string>>;
}

/**
 * A model as the bytes of an ONNX file: input `image` of floats in 0..1, any batch; output
 * `embedding`. Dropout is left out, for it does nothing when serving.
 *
 * @throws {MlError} WEIGHTS_UNSUPPORTED naming a layer that has no counterpart
 */
export async function toOnnx(model: LayersModel, options: OnnxOptions): Promise<Uint8Array> {
  const { image, calls, embedding } = layerGraph(model);
  const weightsOf = await readWeights(model);
  const graph = new GraphBuilder();
  const { layout = 'nhwc' } = options;
  const [height = 0, width = 0, channels = 0] = shapeOf(model.inputs);
  const first = layout === 'nhwc' ? addTranspose(graph, 'image', 'image', 'first') : 'image';
  const names = new Map([[image, first]]);
  const nameOf = (id: number) => names.get(id) as string;
  for (const call of calls) {
    const inputs = call.inputs.map(nameOf);
    const weights = weightsOf(call.layer);
    names.set(call.output, translateLayer({ graph, call, inputs, weights }));
  }
  const shape = shapeOf(model.outputs);
  const last = nameOf(embedding);
  if (shape.length === 3) graph.end('Transpose', last, { perm: [0, 2, 3, 1] });
  else graph.end('Identity', last);
  const pixels = layout === 'nhwc' ? [height, width, channels] : [channels, height, width];
  return encodeModel({
    irVersion: IR_VERSION,
    opset: OPSET,
    producer: { name: 'semblance', version: '0.1.0' },
    description: options.description,
    metadata: options.metadata,
    graph: {
      name: model.name,
      nodes: graph.nodes,
      initializers: graph.initializers,
      input: { name: 'image', shape: ['batch', ...pixels] },
      output: { name: 'embedding', shape: ['batch', ...shape] },
    },
  });
}

/** Of the one tensor, without the batch. */
function shapeOf([tensor]: readonly SymbolicTensor[]): number[] {
  return (tensor?.shape ?? []).slice(1) as number[];
}
