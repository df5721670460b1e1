import * as tf from '@tensorflow/tfjs-core';
import { type ConvolutionAttrs, convolutionInfo, type Shape4 } from '../kernels/wasmKernel.ts';
import { SHADER, TILE } from './filterGradientShader.ts';

/** Enough groups of threads to fill a large GPU. */
const WANTED_GROUPS = 1024;
/** Positions that a group should at least add up, lest starting it costs more than its work. */
const LEAST_POSITIONS = 256;
/** Of a dimension of a dispatch, by the standard's guaranteed limits. */
const MOST_SPLITS = 1024;

interface Program {
  variableNames: string[];
  uniforms: string;
  workgroupSize: [number, number, number];
  outputShape: number[];
  dispatchLayout: { x: number[]; y: number[]; z: number[] };
  dispatch: [number, number, number];
  shaderKey: string;
  getUserCode(): string;
}

interface WebgpuBackend {
  runWebGPUProgram(
    program: Program,
    inputs: tf.TensorInfo[],
    dtype: tf.DataType,
    uniforms: { type: 'int32'; data: number[] }[],
  ): tf.TensorInfo;
  disposeData(dataId: object): boolean;
}

interface Call {
  backend: WebgpuBackend;
  inputs: { x: tf.TensorInfo; dy: tf.TensorInfo };
  attrs: ConvolutionAttrs & { filterShape: Shape4 };
}

/**
 * Gradient of a convolution with respect to its filter `[fh, fw, in, out]` on WebGPU. The stock
 * kernel gives each weight one thread, which walks the whole batch and shares nothing. This one is
 * a product of matrices, `patches(x)^T [taps * in, positions] · dy [positions, out]`, in tiles that
 * a group of threads keeps in its shared memory; the positions are split among groups where the
 * filter alone has too few tiles to fill the GPU, and the parts are summed last.
 */
export function filterGradient({ backend, inputs, attrs }: Call): tf.TensorInfo {
  const { x, dy } = inputs;
  const info = convolutionInfo(x.shape as Shape4, attrs.filterShape, attrs, false);
  const rows = info.filterHeight * info.filterWidth * info.inChannels;
  const positions = info.batchSize * info.outHeight * info.outWidth;
  const groups = [Math.ceil(info.outChannels / TILE), Math.ceil(rows / TILE)] as const;
  const splits = countSplits(groups[0] * groups[1], positions);
  const program: Program = {
    variableNames: ['x', 'dy'],
    uniforms:
      'pads : vec2<i32>, strides : vec2<i32>, dilations : vec2<i32>, filterWidth : i32, ' +
      'positions : i32, perSplit : i32,',
    workgroupSize: [8, 8, 1],
    outputShape: [splits, rows, info.outChannels],
    dispatchLayout: { x: [2], y: [1], z: [0] },
    dispatch: [groups[0], groups[1], splits],
    shaderKey: 'tiledConv2DBackpropFilter',
    getUserCode: () => SHADER,
  };
  const whole = (...data: number[]) => ({ type: 'int32' as const, data });
  const parts = backend.runWebGPUProgram(program, [x, dy], 'float32', [
    whole(info.padInfo.top, info.padInfo.left),
    whole(info.strideHeight, info.strideWidth),
    whole(info.dilationHeight, info.dilationWidth),
    whole(info.filterWidth),
    whole(positions),
    whole(Math.ceil(positions / splits)),
  ]);
  return sumParts(backend, parts, attrs.filterShape);
}

function countSplits(groups: number, positions: number): number {
  const wanted = Math.ceil(WANTED_GROUPS / groups);
  const possible = Math.max(1, Math.floor(positions / LEAST_POSITIONS));
  return Math.min(wanted, possible, MOST_SPLITS);
}

function sumParts(backend: WebgpuBackend, parts: tf.TensorInfo, shape: Shape4): tf.TensorInfo {
  const run = (name: string, x: tf.TensorInfo, attrs: object) =>
    tf.getKernel(name, 'webgpu').kernelFunc({
      backend,
      inputs: { x },
      attrs: attrs as tf.NamedAttrMap,
    }) as tf.TensorInfo;
  const [splits] = parts.shape;
  if (splits === 1) return { ...parts, shape };
  const sum = run(tf.Sum, parts, { axis: 0, keepDims: false });
  backend.disposeData(parts.dataId);
  return { ...sum, shape };
}
