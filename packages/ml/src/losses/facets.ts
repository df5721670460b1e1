import * as tf from '@tensorflow/tfjs-core';
import { unitRows } from '../distances/cosine.ts';
import { deriveSeed, seededRandom } from '../random.ts';
import { weightedMean } from '../reducers/mean.ts';
import { randomDirections } from './randomDirections.ts';

/** One way to sort images, such as by category or by colour: a value an image, null if unknown. */
export type Facet = readonly (string | null)[];

/** Constants of the facets; ours, not published. */
interface FacetConstants {
  /** Makes cosines, which end at 1, sharp enough to tell values apart with certainty. */
  scale?: number;
  /** Of all facets but the first, together. */
  attributesWeight?: number;
}

/** What tells the values of facets from embeddings, and learns to. */
export interface FacetLoss {
  /** One trainable vector a value, `[values, dim]`, one matrix a facet. */
  variables: tf.Variable[];
  /** @param images the image of each row of the embeddings `[rows, dim]` */
  compute(embeddings: tf.Tensor2D, images: Uint32Array): tf.Scalar;
}

/**
 * Normalised softmax (Zhai and Wu 2019) of several facets on one embedding: every value of a facet
 * has a vector v, and an image x of value a shall be nearer to it than to those of other values:
 *
 * `-ln( e^(s cos(x, v_a)) / sum_b e^(s cos(x, v_b)) )`, the mean over rows.
 *
 * Triplets tell only that two images differ; this tells in what. The first facet counts twice as
 * much as all the others together. Rows whose value is unknown are left out.
 *
 * @param facets the broadest first, each over all images of the data
 * @param images those that are trained on, in any order and number; only their values get a vector
 */
export function openFacets(
  facets: readonly Facet[],
  images: Uint32Array,
  dimension: number,
  seed: number,
  { scale = 16, attributesWeight = 0.5 }: FacetConstants = {},
): FacetLoss {
  const opened = facets.flatMap((facet, index) => {
    const values = valuesOf(facet, images);
    if (values.length < 2) return [];
    const random = seededRandom(deriveSeed(seed, `facet ${index}`));
    const vectors = randomDirections(random, values.length, dimension);
    const weight = index === 0 ? 1 : attributesWeight / (facets.length - 1);
    const codeOf = new Map(values.map((value, code) => [value, code]));
    return [{ facet, codeOf, vectors, weight }];
  });
  return {
    variables: opened.map(({ vectors }) => vectors),
    compute: (embeddings, rows) =>
      tf.tidy(() => {
        const losses = opened.map(({ facet, codeOf, vectors, weight }) => {
          const codes = Int32Array.from(rows, (row) => codeOf.get(facet[row] ?? '') ?? -1);
          const cosines = tf.matMul(
            unitRows(embeddings),
            unitRows(vectors as tf.Tensor2D),
            false,
            true,
          );
          return tf.mul(weight, crossEntropy(tf.mul(scale, cosines), codes));
        });
        return losses.reduce((sum, loss) => tf.add(sum, loss), tf.scalar(0)) as tf.Scalar;
      }),
  };
}

/** Those that at least two images share: a value of one image alone teaches nothing. */
function valuesOf(facet: Facet, images: Uint32Array): string[] {
  const seen = new Map<string, number>();
  for (const image of new Set(images)) {
    const value = facet[image];
    if (value) seen.set(value, (seen.get(value) ?? 0) + 1);
  }
  return [...seen].flatMap(([value, count]) => (count > 1 ? [value] : [])).sort();
}

/**
 * The mean over rows whose value is known.
 *
 * @param logits `[rows, values]`
 * @param codes the value of each row, -1 where there is none
 */
function crossEntropy(logits: tf.Tensor, codes: Int32Array): tf.Scalar {
  // A code of -1 gives a row of zeros.
  const own = tf.cast(tf.oneHot(tf.tensor1d(codes, 'int32'), logits.shape[1] as number), 'float32');
  const losses = tf.sub(tf.logSumExp(logits, 1), tf.sum(tf.mul(logits, own), 1));
  return weightedMean(losses, tf.sum(own, 1));
}
