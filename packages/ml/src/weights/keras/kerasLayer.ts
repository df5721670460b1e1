/** One array of numbers that a layer learned. */
export interface KerasWeight {
  name: string;
  shape: number[];
  values: Float32Array;
}

/** The weights of one layer in Keras' order: kernel, bias; gamma, beta, mean, variance. */
export interface KerasLayer {
  name: string;
  weights: KerasWeight[];
}
