import type { Image, ModelVersion, Product } from '../../../../prisma/client/client.ts';
import type { CatalogService, ProductFilter } from '../catalog/service.ts';
import type { ServiceDeps } from '../deps.ts';
import type { EmbeddingsService } from '../embeddings/service.ts';
import { toVectorText } from '../embeddings/vectors/vector.ts';
import { AppError } from '../errors.ts';
import { checkFirst, type Edge, type PageInfo, pageInfoOf } from '../paging.ts';
import type { UploadsService } from '../uploads/service.ts';
import { fingerprint, type Pinned, type Position, readCursor, writeCursor } from './cursor.ts';
import { createQueryVectors, type QueryVector, queryOf, type SimilarQuery } from './queryVector.ts';
import { compareHits, nearestProducts, type SearchMethod } from './search.ts';
import { drawImages, type ImageHit, type SearchTarget } from './store.ts';

export type SimilarDeps = ServiceDeps & {
  readonly catalog: CatalogService;
  readonly embeddings: EmbeddingsService;
  readonly uploads: UploadsService;
};

export type SimilarService = ReturnType<typeof createSimilarService>;

export interface SimilarRequest {
  readonly productId?: string | null | undefined;
  readonly image?: { imageId?: string | null; uploadId?: string | null } | null | undefined;
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
  readonly filter?: ProductFilter | null | undefined;
  /** Alias, id or number of a model version; `production` when left out. */
  readonly model?: string | null | undefined;
}

export interface SimilarEdge extends Edge<Product> {
  readonly rank: number;
  /** Cosine similarity, -1 to 1. */
  readonly score: number;
  /** Euclidean distance of the unit vectors, 0 to 2. */
  readonly distance: number;
  readonly matchedImage: Image;
}

export interface SimilarPage {
  readonly edges: SimilarEdge[];
  readonly pageInfo: PageInfo;
  readonly method: SearchMethod;
  readonly modelVersion: ModelVersion;
  readonly queryImage: Image | null;
  readonly tookMs: number;
}

/** Answers "more like this" with the vectors of one model version. */
export function createSimilarService(deps: SimilarDeps) {
  const { database, catalog, embeddings } = deps;
  const vectorOf = createQueryVectors(deps);

  function targetOf(
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
      filter: catalog.productFilterSql(filter ?? {}, 'product'),
    };
  }

  /** @throws MODEL_NOT_READY before the version's first embedding */
  async function requireEmbedded(model: ModelVersion): Promise<{ indexed: boolean }> {
    const coverage = await embeddings.readiness(model);
    if (coverage.embedded) return coverage;
    const message = `Model version ${model.number} has no embeddings yet: run embedImages first.`;
    throw new AppError('MODEL_NOT_READY', message, { modelVersion: model.number });
  }

  async function edgesOf(
    hits: readonly ImageHit[],
    firstRank: number,
    pinned: Pinned,
  ): Promise<SimilarEdge[]> {
    const products = await catalog.productsByIds(hits.map((hit) => hit.productId));
    const images = await catalog.imagesByIds(hits.map((hit) => hit.imageId));
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

  /** One page of products by similarity; see SimilarRequest. */
  async function similarProducts(request: SimilarRequest): Promise<SimilarPage> {
    const began = performance.now();
    const first = checkFirst(request.first, 12);
    const query = queryOf({ productId: request.productId, ...request.image });
    const model = await embeddings.requireModel(request.model ?? 'production');
    const pinned = pin(model, query, request.filter);
    const from = readCursor(request.after, first, pinned);
    const { indexed } = await requireEmbedded(model);
    const vector = await vectorOf(model, query);
    const target = targetOf(model, vector, request.filter);
    const rank = from?.rank ?? 0;
    const { method, hits } = await nearestProducts(database, target, rank + first + 1, indexed);
    const left = from === undefined ? hits : hits.filter((hit) => isAfter(hit, from));
    const edges = await edgesOf(left.slice(0, first), rank + 1, pinned);
    return {
      edges,
      pageInfo: pageInfoOf(edges, left.length > first, from !== undefined),
      method,
      modelVersion: model,
      queryImage: vector.image,
      tookMs: performance.now() - began,
    };
  }

  return {
    similarProducts,

    /**
     * Queries drawn by seed with their nearest products, for judging a model by eye.
     * @throws BAD_INPUT or LIMIT_EXCEEDED for count over 24 or results over 24
     */
    async sampleRetrievals(request: SampleRequest): Promise<SampleRetrieval[]> {
      const count = checkFirst(request.count, 4, 24);
      const results = checkFirst(request.results, 6, 24);
      const model = await embeddings.requireModel(request.model ?? 'production');
      const { indexed } = await requireEmbedded(model);
      const drawn = await drawImages(database, model, request.seed ?? 1, count);
      const products = await catalog.productsByIds(drawn.map((each) => each.productId));
      const samples: SampleRetrieval[] = [];
      for (const { imageId, productId } of drawn) {
        const vector = await vectorOf(model, { imageId });
        const target = targetOf(model, { ...vector, excludeProductId: productId }, undefined);
        const { hits } = await nearestProducts(database, target, results, indexed);
        const product = products.get(productId) ?? null;
        const edges = await edgesOf(hits, 1, pin(model, { imageId }, undefined));
        samples.push(sampleOf(vector.image as Image, product, edges));
      }
      return samples;
    },
  };
}

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

function sampleOf(query: Image, product: Product | null, edges: SimilarEdge[]): SampleRetrieval {
  const category = product?.category ?? undefined;
  const results = edges.map(({ node, matchedImage, score }) => {
    const sameCategory = category !== undefined && node.category === category;
    return { product: node, image: matchedImage, score, sameCategory };
  });
  return { query, product, results };
}

function pin(
  model: ModelVersion,
  query: SimilarQuery,
  filter: ProductFilter | null | undefined,
): Pinned {
  return { modelNumber: model.number, query: fingerprint([query, filter ?? {}]) };
}

function isAfter(hit: ImageHit, from: Position): boolean {
  return compareHits(hit, { ...hit, distance: from.distance, productId: from.productId }) > 0;
}

/** For unit vectors |a - b|^2 = 2 - 2 a.b; pgvector's <#> is -a.b. Rounding is kept in range. */
function similarityOf(negativeInnerProduct: number): { score: number; distance: number } {
  const score = Math.min(1, Math.max(-1, -negativeInnerProduct));
  return { score, distance: Math.sqrt(Math.max(0, 2 - 2 * score)) };
}
