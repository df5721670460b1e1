import type { LayerVariable, layers } from '@tensorflow/tfjs-layers';
import { MlError } from '../../errors.ts';

/** What a layer was made with, as far as an operation of ONNX depends on it. */
export interface LayerConfig {
  strides?: number | [number, number];
  padding?: string | number | [number, number] | [[number, number], [number, number]];
  dilationRate?: number | [number, number];
  dataFormat?: string;
  poolSize?: number | [number, number];
  activation?: string;
  useBias?: boolean;
  epsilon?: number;
  axis?: number | number[];
  scale?: number | boolean;
  offset?: number;
  maxValue?: number | null;
  negativeSlope?: number;
  threshold?: number;
  depthMultiplier?: number;
  targetShape?: number[];
  depthRadius?: number;
  bias?: number;
  alpha?: number;
  beta?: number;
  start?: number;
  size?: number;
}

/** @throws {MlError} WEIGHTS_UNSUPPORTED for channels first or dilation, which no model here has */
export function configOf(layer: layers.Layer): LayerConfig {
  const config = layer.getConfig() as LayerConfig;
  const { dataFormat } = config;
  if (dataFormat && dataFormat !== 'channelsLast' && dataFormat !== 'channels_last') {
    throw unsupportedLayer(layer, `its data format is ${dataFormat}`);
  }
  return config;
}

export function pairOf(
  value: number | readonly number[] | undefined,
  otherwise = 1,
): [number, number] {
  if (value === undefined) return [otherwise, otherwise];
  return typeof value === 'number' ? [value, value] : [value[0] as number, value[1] as number];
}

/** Shape of a layer's first weight. */
export function kernelShape(layer: layers.Layer): number[] {
  return (layer.weights[0] as LayerVariable).shape as number[];
}

export function unsupportedLayer(layer: layers.Layer, why: string): MlError {
  const kind = layer.getClassName();
  const message = `The layer ${layer.name} (${kind}) can not be written: ${why}.`;
  return new MlError('WEIGHTS_UNSUPPORTED', message, { layer: layer.name, kind });
}

/**
 * Zeros before and after, `[top, left, bottom, right]`, by which TensorFlow's "same" makes an
 * output of `ceil(size / stride)`: the odd one goes to the end.
 */
export function paddingOf(
  { padding }: LayerConfig,
  [height, width]: readonly [number, number],
  kernel: readonly [number, number],
  strides: readonly [number, number],
  dilation: readonly [number, number] = [1, 1],
): [number, number, number, number] {
  if (padding !== 'same') return [0, 0, 0, 0];
  const total = (size: number, axis: 0 | 1) => {
    const reach = (kernel[axis] - 1) * dilation[axis] + 1;
    return Math.max((Math.ceil(size / strides[axis]) - 1) * strides[axis] + reach - size, 0);
  };
  const [rows, columns] = [total(height, 0), total(width, 1)];
  const [top, left] = [Math.floor(rows / 2), Math.floor(columns / 2)];
  return [top, left, rows - top, columns - left];
}
