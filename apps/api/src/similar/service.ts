import type { SimilarDeps } from './deps.ts';
import { createQueryVectors } from './queryVector.ts';
import { type SampleRequest, sampleRetrievals } from './sampleRetrievals.ts';
import { type SimilarRequest, similarProducts } from './similarProducts.ts';

export type SimilarService = ReturnType<typeof createSimilarService>;

/** Answers "more like this" with the vectors of one model version. */
export function createSimilarService(deps: SimilarDeps) {
  const vectorOf = createQueryVectors(deps);
  return {
    similarProducts: (request: SimilarRequest) => similarProducts(deps, vectorOf, request),
    sampleRetrievals: (request: SampleRequest) => sampleRetrievals(deps, vectorOf, request),
  };
}
