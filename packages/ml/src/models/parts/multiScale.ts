import { layers, type SymbolicTensor } from '@tensorflow/tfjs-layers';

/** Feature maps by name, in the order in which their averages are to stand. */
export type NamedMaps = readonly (readonly [name: string, map: SymbolicTensor])[];

/** The global average of each map, `[batch, channels]`, side by side. */
export function multiScale(maps: NamedMaps): SymbolicTensor {
  const averages = maps.map(([name, map]) => globalAverage(map, name));
  if (averages.length === 1) return averages[0] as SymbolicTensor;
  return layers.concatenate({ name: 'multi_scale' }).apply(averages) as SymbolicTensor;
}

/** `[batch, height, width, channels]` to `[batch, channels]`. */
export function globalAverage(map: SymbolicTensor, name: string): SymbolicTensor {
  return layers.globalAveragePooling2d({ name: `${name}_average` }).apply(map) as SymbolicTensor;
}
