import type { Image } from '../../../../prisma/client/client.ts';
import type { Product } from '../catalog/products/product.ts';
import { checkFirst } from '../paging.ts';
import type { SimilarDeps } from './deps.ts';
import type { VectorOf } from './queryVector.ts';
import { edgesOf, pin, requireEmbedded, type SimilarEdge, targetOf } from './ranking.ts';
import { nearestProducts } from './search.ts';
import { drawImages } from './store.ts';

export interface SampleRequest {
  readonly count?: number | null | undefined;
  readonly results?: number | null | undefined;
  readonly seed?: number | null | undefined;
  readonly model?: string | null | undefined;
}

export interface SampleRetrieval {
  readonly query: Image;
  readonly product: Product | null;
  readonly results: readonly {
    readonly product: Product;
    readonly image: Image;
    readonly score: number;
    readonly sameCategory: boolean;
  }[];
}

/**
 * Queries drawn by seed with their nearest products, for judging a model by eye.
 * @throws BAD_INPUT or LIMIT_EXCEEDED for count over 24 or results over 24
 */
export async function sampleRetrievals(
  deps: SimilarDeps,
  vectorOf: VectorOf,
  request: SampleRequest,
): Promise<SampleRetrieval[]> {
  const { database, catalog, embeddings } = deps;
  const count = checkFirst(request.count, 4, 24);
  const results = checkFirst(request.results, 6, 24);
  const model = await embeddings.models.require(request.model ?? 'production');
  const { indexed } = await requireEmbedded(deps, model);
  const drawn = await drawImages(database, model, request.seed ?? 1, count);
  const products = await catalog.products.byIds(drawn.map((each) => each.productId));
  const samples: SampleRetrieval[] = [];
  for (const { imageId, productId } of drawn) {
    const vector = await vectorOf(model, { imageId });
    const target = targetOf(deps, model, { ...vector, excludeProductId: productId }, undefined);
    const { hits } = await nearestProducts(database, target, results, indexed);
    const product = products.get(productId) ?? null;
    const edges = await edgesOf(deps, hits, 1, pin(model, { imageId }, undefined));
    samples.push(sampleOf(vector.image as Image, product, edges));
  }
  return samples;
}

function sampleOf(query: Image, product: Product | null, edges: SimilarEdge[]): SampleRetrieval {
  const category = product?.category ?? undefined;
  const results = edges.map(({ node, matchedImage, score }) => {
    const sameCategory = category !== undefined && node.category === category;
    return { product: node, image: matchedImage, score, sameCategory };
  });
  return { query, product, results };
}
