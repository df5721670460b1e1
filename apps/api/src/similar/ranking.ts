/** What every ranked answer is made of: a model that is ready, a target, and edges of the hits. */
import type { Image } from '../../../../prisma/client/client.ts';
import type { Product } from '../catalog/products/product.ts';
import type { ProductFilter } from '../catalog/products/productFilter.ts';
import type { ModelVersion } from '../embeddings/models/modelVersion.ts';
import { toVectorText } from '../embeddings/vectors/vector.ts';
import { AppError } from '../errors.ts';
import type { Edge } from '../paging.ts';
import { fingerprint, type Pinned, writeCursor } from './cursor.ts';
import type { SimilarDeps } from './deps.ts';
import type { QueryVector, SimilarQuery } from './queryVector.ts';
import type { ImageHit, SearchTarget } from './store.ts';

export interface SimilarEdge extends Edge<Product> {
  readonly rank: number;
  /** Cosine similarity, -1 to 1. */
  readonly score: number;
  /** Euclidean distance of the unit vectors, 0 to 2. */
  readonly distance: number;
  readonly matchedImage: Image;
}

/** @throws MODEL_NOT_READY before the version's first embedding */
export async function requireEmbedded(
  { embeddings }: SimilarDeps,
  model: ModelVersion,
): Promise<{ indexed: boolean }> {
  const readiness = await embeddings.models.readiness(model);
  if (readiness.embedded) return readiness;
  const message = `Model version ${model.number} has no embeddings yet: run embedImages first.`;
  throw new AppError('MODEL_NOT_READY', message, { modelVersion: model.number });
}

/** What is searched, and for what. */
export function targetOf(
  { database, catalog }: SimilarDeps,
  model: ModelVersion,
  query: QueryVector,
  filter: ProductFilter | null | undefined,
): SearchTarget {
  return {
    version: model,
    stored: database.vectorType,
    vector: toVectorText(query.vector),
    excludeProductId: query.excludeProductId,
    excludeImageId: query.excludeImageId,
    filter: catalog.products.filterSql(filter ?? {}, 'product'),
  };
}

/** What a cursor of this query holds on to. */
export function pin(
  model: ModelVersion,
  query: SimilarQuery,
  filter: ProductFilter | null | undefined,
): Pinned {
  return { modelNumber: model.number, query: fingerprint([query, filter ?? {}]) };
}

/** The hits with their products and images, ranked from `firstRank` on. */
export async function edgesOf(
  { catalog }: SimilarDeps,
  hits: readonly ImageHit[],
  firstRank: number,
  pinned: Pinned,
): Promise<SimilarEdge[]> {
  const products = await catalog.products.byIds(hits.map((hit) => hit.productId));
  const images = await catalog.images.byIds(hits.map((hit) => hit.imageId));
  return hits.flatMap((hit, index) => {
    const node = products.get(hit.productId);
    const matchedImage = images.get(hit.imageId);
    // Deleted since the search, a moment ago: it must not be shown.
    if (node === undefined || matchedImage === undefined) return [];
    const rank = firstRank + index;
    const at = { rank, distance: hit.distance, productId: hit.productId };
    const cursor = writeCursor(pinned, at);
    return [{ node, matchedImage, rank, cursor, ...similarityOf(hit.distance) }];
  });
}

/** For unit vectors |a - b|^2 = 2 - 2 a.b; pgvector's <#> is -a.b. Rounding is kept in range. */
function similarityOf(negativeInnerProduct: number): { score: number; distance: number } {
  const score = Math.min(1, Math.max(-1, -negativeInnerProduct));
  return { score, distance: Math.sqrt(Math.max(0, 2 - 2 * score)) };
}
