import type { Image } from '../../../../prisma/client/client.ts';
import type { ProductFilter } from '../catalog/products/productFilter.ts';
import type { ModelVersion } from '../embeddings/models/modelVersion.ts';
import { checkFirst, type PageInfo, pageInfoOf } from '../paging.ts';
import { type Position, readCursor } from './cursor.ts';
import type { SimilarDeps } from './deps.ts';
import { queryOf, type VectorOf } from './queryVector.ts';
import { edgesOf, pin, requireEmbedded, type SimilarEdge, targetOf } from './ranking.ts';
import { compareHits, nearestProducts, type SearchMethod } from './search.ts';
import type { ImageHit } from './store.ts';

export interface SimilarRequest {
  readonly productId?: string | null | undefined;
  readonly image?: { imageId?: string | null; uploadId?: string | null } | null | undefined;
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
  readonly filter?: ProductFilter | null | undefined;
  /** Alias, id or number of a model version; `production` when left out. */
  readonly model?: string | null | undefined;
}

export interface SimilarPage {
  readonly edges: SimilarEdge[];
  readonly pageInfo: PageInfo;
  readonly method: SearchMethod;
  readonly modelVersion: ModelVersion;
  readonly queryImage: Image | null;
  readonly tookMs: number;
}

/** One page of products by similarity; see SimilarRequest. */
export async function similarProducts(
  deps: SimilarDeps,
  vectorOf: VectorOf,
  request: SimilarRequest,
): Promise<SimilarPage> {
  const began = performance.now();
  const first = checkFirst(request.first, 12);
  const query = queryOf({ productId: request.productId, ...request.image });
  const model = await deps.embeddings.models.require(request.model ?? 'production');
  const pinned = pin(model, query, request.filter);
  const from = readCursor(request.after, first, pinned);
  const { indexed } = await requireEmbedded(deps, model);
  const vector = await vectorOf(model, query);
  const target = targetOf(deps, model, vector, request.filter);
  const rank = from?.rank ?? 0;
  const { method, hits } = await nearestProducts(deps.database, target, rank + first + 1, indexed);
  const left = from === undefined ? hits : hits.filter((hit) => isAfter(hit, from));
  const edges = await edgesOf(deps, left.slice(0, first), rank + 1, pinned);
  return {
    edges,
    pageInfo: pageInfoOf(edges, left.length > first, from !== undefined),
    method,
    modelVersion: model,
    queryImage: vector.image,
    tookMs: performance.now() - began,
  };
}

function isAfter(hit: ImageHit, from: Position): boolean {
  return compareHits(hit, { ...hit, distance: from.distance, productId: from.productId }) > 0;
}
