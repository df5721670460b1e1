import type { LayersModel } from '@tensorflow/tfjs-layers';

/** One architecture: what a person sees of it and how it is built. */
export interface ModelDefinition {
  name: string;
  description: string;
  /** Length of the unit vector that it gives. */
  embeddingDimension: number;
  /** Height and width of the square RGB input. */
  inputSize: number;
  /** True when training it without a GPU is a matter of minutes. */
  cpuFriendly: boolean;
  /**
   * Builds it with seeded weights: `[batch, inputSize, inputSize, 3]` in [0, 1] to
   * `[batch, embeddingDimension]`.
   */
  build(seed: number): LayersModel;
}
