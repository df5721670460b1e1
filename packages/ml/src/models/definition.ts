import type { LayersModel } from '@tensorflow/tfjs-layers';

/**
 * `as published`: computes what the published code computed, its defects included. `as intended`:
 * what its authors set out to compute, where that differs. `ours`: designed here.
 */
export type ModelStatus = 'as published' | 'as intended' | 'ours';

/** Line of work that an architecture belongs to. */
export type ModelFamily = 'mildnet' | 'ranknet' | 'visnet' | 'alexnet' | 'vgg';

/** Networks whose ImageNet weights can be had; their layers are named as Keras names them. */
export type ImagenetBackbone = 'vgg16' | 'vgg19' | 'mobilenet';

/** Numbers of weights, and of those that training changes. */
export interface ParameterCounts {
  total: number;
  trainable: number;
}

/** What is known of an architecture without building it. */
export interface ModelSummary {
  name: string;
  family: ModelFamily;
  status: ModelStatus;
  description: string;
  /** Length of the vector that it gives, where no other is asked for. */
  embeddingDimension: number;
  /** Smallest and largest length that may be asked for; null where the architecture fixes it. */
  dimensionRange: readonly [number, number] | null;
  /**
   * One image's output before it becomes a vector: `[embeddingDimension]`, or the map
   * `[height, width, channels]` that is flattened row by row.
   */
  outputShape: readonly number[];
  /** With embeddings of `embeddingDimension`. */
  parameters: ParameterCounts;
  /** Height and width of the square RGB input. */
  inputSize: number;
  /** The ImageNet weights that training starts from; null where all weights start random. */
  imagenetBackbone: ImagenetBackbone | null;
  /** Layers with weights that training leaves alone. */
  frozenLayers: readonly string[];
  /** True when training it without a GPU is a matter of minutes. */
  cpuFriendly: boolean;
}

export interface BuildOptions {
  seed: number;
  /** Instead of the definition's own; only where `dimensionRange` is given. */
  embeddingDimension?: number | undefined;
  /** Height and width instead of the definition's own, for models that are to be small. */
  inputSize?: number | undefined;
  /** `zeros` where every weight is about to be read from a file: nothing is drawn. */
  weights?: 'seeded' | 'zeros' | undefined;
}

/** One architecture: what a person sees of it and how it is built. */
export interface ModelDefinition extends ModelSummary {
  /**
   * Builds it: `[batch, inputSize, inputSize, 3]` in [0, 1] to `[batch, embeddingDimension]`.
   *
   * @throws {MlError} CONFIG_INVALID for an embeddingDimension that it cannot have
   */
  build(options: BuildOptions): LayersModel;
}
