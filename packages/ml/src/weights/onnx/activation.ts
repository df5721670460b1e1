import type { layers } from '@tensorflow/tfjs-layers';
import type { GraphBuilder } from './graphBuilder.ts';
import { unsupportedLayer } from './layerConfig.ts';

const SAME_NAME: Readonly<Record<string, string>> = {
  relu: 'Relu',
  sigmoid: 'Sigmoid',
  tanh: 'Tanh',
  elu: 'Elu',
  softplus: 'Softplus',
};

/** An activation by its TensorFlow name, on what `input` holds. */
export function addActivation(
  graph: GraphBuilder,
  layer: layers.Layer,
  activation: string | undefined,
  input: string,
  name: string,
): string {
  if (!activation || activation === 'linear') return input;
  const op = SAME_NAME[activation];
  if (op) return graph.add(op, [input], name);
  if (activation === 'relu6') return addClip(graph, input, name, 6);
  if (activation === 'swish' || activation === 'silu') {
    return graph.add('Mul', [input, graph.add('Sigmoid', [input], `${name}_gate`)], name);
  }
  if (activation === 'gelu') return addGelu(graph, input, name);
  throw unsupportedLayer(layer, `the activation ${activation} is not known here`);
}

/** From zero to a limit. */
export function addClip(graph: GraphBuilder, input: string, name: string, limit: number): string {
  const bounds = [graph.scalar(`${name}_low`, 0), graph.scalar(`${name}_high`, limit)];
  return graph.add('Clip', [input, ...bounds], name);
}

/** `x / 2 * (1 + erf(x / sqrt(2)))`. */
function addGelu(graph: GraphBuilder, input: string, name: string): string {
  const scaled = graph.add('Mul', [input, graph.scalar(`${name}_root`, Math.SQRT1_2)], `${name}_x`);
  const erf = graph.add('Erf', [scaled], `${name}_erf`);
  const share = graph.add('Add', [erf, graph.scalar(`${name}_one`, 1)], `${name}_share`);
  const half = graph.add('Mul', [input, graph.scalar(`${name}_half`, 0.5)], `${name}_halved`);
  return graph.add('Mul', [half, share], name);
}
