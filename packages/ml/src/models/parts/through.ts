import type { layers, SymbolicTensor } from '@tensorflow/tfjs-layers';

/** What comes out of one layer after the other. */
export function through(x: SymbolicTensor, parts: readonly layers.Layer[]): SymbolicTensor {
  return parts.reduce((tensor, layer) => layer.apply(tensor) as SymbolicTensor, x);
}
