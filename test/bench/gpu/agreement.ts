import * as tf from '@tensorflow/tfjs-core';
import { gradientsOf } from '../../../packages/ml/src/backend/gradients.ts';
import { embedRows } from '../../../packages/ml/src/embeddings/embedPixels.ts';
import { forwardInTraining } from '../../../packages/ml/src/models/forward.ts';
import { prepareInference } from '../../../packages/ml/src/models/inference.ts';
import { requireModel } from '../../../packages/ml/src/models/registry.ts';
import { largestDifference } from './filterGradient.ts';
import type { Pictures } from './pictures.ts';

/** What one backend computes and another must compute too. */
export interface Results {
  /** `[count, dimension]` of the packed pictures. */
  readonly embeddings: Float32Array;
  /** The loss of one batch and every gradient of it, one after another. */
  readonly gradients: Float32Array[];
}

const MODEL = 'mildnet-small';
const ROWS = 8;

/** Embeddings of pictures and gradients of a batch by mildnet-small, on the backend that is open. */
export async function computeResults(pictures: Pictures): Promise<Results> {
  const definition = requireModel(MODEL);
  const model = definition.build({ seed: 1 });
  const { inputSize: size, embeddingDimension: dimension } = definition;
  const image = (index: number) => pictures.image(size, index);
  const inference = await prepareInference(model);
  const embeddings = await embedRows(inference, size, dimension, pictures.count, image);
  const batch = Float32Array.from(
    Array.from({ length: ROWS }, (_, row) => [...image(row)]).flat(),
    (byte) => byte / 255,
  );
  const { value, gradients } = gradientsOf(
    () => {
      const output = forwardInTraining(model, tf.tensor4d(batch, [ROWS, size, size, 3]));
      const weights = tf.randomNormal([ROWS, dimension], 0, 1, 'float32', 6);
      return tf.sum(tf.mul(output, weights)) as tf.Scalar;
    },
    model.trainableWeights.map((weight) => weight.read() as tf.Variable),
  );
  const all = await Promise.all([value, ...gradients].map((tensor) => tensor.data()));
  tf.dispose([value, ...gradients]);
  model.dispose();
  return { embeddings, gradients: all as Float32Array[] };
}

export interface Agreement {
  /** Largest difference of any number of any vector; vectors have unit length. */
  readonly embeddings: number;
  /** Largest difference within one gradient, as a share of its largest value; the worst of all. */
  readonly gradients: number;
}

export function compareResults(given: Results, expected: Results): Agreement {
  const gradients = expected.gradients.map((each, index) =>
    largestDifference(given.gradients[index] ?? [], each),
  );
  return {
    embeddings: largestDifference(given.embeddings, expected.embeddings),
    gradients: Math.max(...gradients),
  };
}
