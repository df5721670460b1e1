import { input, model, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { MlError } from '../errors.ts';
import type { ModelDefinition, ModelSummary } from './definition.ts';
import { type InitialWeights, initialWeights } from './initialWeights.ts';

/** From the image to the embedding. */
export type Graph = (
  image: SymbolicTensor,
  initial: InitialWeights,
  embeddingDimension: number,
) => SymbolicTensor;

/** An architecture from what is known of it and the layers between image and embedding. */
export function defineModel(summary: ModelSummary, graph: Graph): ModelDefinition {
  return {
    ...summary,
    build(options) {
      const dimension = dimensionOf(summary, options.embeddingDimension);
      const size = options.inputSize ?? summary.inputSize;
      const image = input({ shape: [size, size, 3], name: 'image' });
      const outputs = graph(image, initialWeights(options.seed, options.weights), dimension);
      return model({ inputs: image, outputs, name: summary.name });
    },
  };
}

/**
 * The same architecture with embeddings of another length; itself where none is wished for.
 *
 * @throws {MlError} CONFIG_INVALID for a length that it cannot have
 */
export function withDimension(definition: ModelDefinition, wished: number | null): ModelDefinition {
  const embeddingDimension = dimensionOf(definition, wished ?? undefined);
  if (embeddingDimension === definition.embeddingDimension) return definition;
  return {
    ...definition,
    embeddingDimension,
    outputShape: [embeddingDimension],
    build: (options) => definition.build({ embeddingDimension, ...options }),
  };
}

/**
 * The length of the vectors that a model gives when this one is wished for.
 *
 * @throws {MlError} CONFIG_INVALID for a length that the architecture cannot have
 */
export function dimensionOf(
  { name, embeddingDimension, dimensionRange }: ModelSummary,
  wished: number | undefined,
): number {
  if (wished === undefined || wished === embeddingDimension) return embeddingDimension;
  const field = 'embeddingDimension';
  if (!dimensionRange) {
    const message = `The embeddings of ${name} have ${embeddingDimension} numbers, which cannot be changed; leave embeddingDimension out.`;
    throw new MlError('CONFIG_INVALID', message, { field, model: name });
  }
  const [low, high] = dimensionRange;
  if (Number.isInteger(wished) && wished >= low && wished <= high) return wished;
  const message = `embeddingDimension of ${name} must be a whole number from ${low} to ${high}.`;
  throw new MlError('CONFIG_INVALID', message, { field, model: name });
}
