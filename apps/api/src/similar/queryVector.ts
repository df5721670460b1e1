/** From what a caller points at to the vector that is searched with. */
import type { Image } from '../../../../prisma/client/client.ts';
import type { ModelVersion } from '../embeddings/models/modelVersion.ts';
import { createVectorsStore } from '../embeddings/vectors/store.ts';
import { AppError, badInput, notFound } from '../errors.ts';
import type { CompletedUpload } from '../uploads/service.ts';
import type { SimilarDeps } from './deps.ts';
import { queryImageOf } from './store.ts';

/** Exactly one of the three. */
export type SimilarQuery =
  | { readonly productId: string }
  | { readonly imageId: string }
  | { readonly uploadId: string };

export interface QueryVector {
  readonly vector: Float32Array;
  /** The stored image it was made of; an upload has none. */
  readonly image: Image | null;
  readonly excludeProductId: string | undefined;
  readonly excludeImageId: string | undefined;
}

/** @throws BAD_INPUT unless exactly one way to ask is used */
export function queryOf(given: {
  productId?: string | null | undefined;
  imageId?: string | null | undefined;
  uploadId?: string | null | undefined;
}): SimilarQuery {
  const { productId, imageId, uploadId } = given;
  const named = [productId, imageId, uploadId].filter((value) => typeof value === 'string');
  if (named.length !== 1) {
    const message = 'Give exactly one of productId, image.imageId and image.uploadId.';
    throw badInput('productId', message, { given: named.length });
  }
  if (productId) return { productId };
  return imageId ? { imageId } : { uploadId: uploadId as string };
}

export type VectorOf = ReturnType<typeof createQueryVectors>;

/** Vectors of queries: the stored ones, or embedded now. @throws NOT_FOUND, MODEL_NOT_READY */
export function createQueryVectors(deps: SimilarDeps) {
  const vectorOfUpload = createUploadVectors(deps);
  return async (model: ModelVersion, query: SimilarQuery): Promise<QueryVector> => {
    if ('productId' in query) return ofProduct(deps, model, query.productId);
    if ('imageId' in query) return ofImage(deps, model, query.imageId);
    const upload = await deps.uploads.requireUpload(query.uploadId, 'QUERY_IMAGE');
    const vector = await vectorOfUpload(model, upload);
    return { vector, image: null, excludeProductId: undefined, excludeImageId: undefined };
  };
}

async function ofProduct(
  deps: SimilarDeps,
  model: ModelVersion,
  productId: string,
): Promise<QueryVector> {
  await deps.catalog.products.require(productId);
  const imageId = await queryImageOf(deps.database, model, productId);
  if (imageId === undefined) {
    const message = `No image of the product has an embedding of model version ${model.number} yet; embed the images (embedImages), then ask again.`;
    throw new AppError('MODEL_NOT_READY', message, { productId, modelVersion: model.number });
  }
  const vector = await storedVector(deps, model, imageId);
  if (vector === undefined) throw notFound('image', imageId);
  const image = await requireImage(deps, imageId);
  return { vector, image, excludeProductId: productId, excludeImageId: undefined };
}

async function ofImage(
  deps: SimilarDeps,
  model: ModelVersion,
  imageId: string,
): Promise<QueryVector> {
  const image = await requireImage(deps, imageId);
  const vector =
    (await storedVector(deps, model, imageId)) ??
    (await deps.embeddings.inference.embedImage(model, deps.storage.pathOf(image.sha256)));
  return { vector, image, excludeProductId: undefined, excludeImageId: imageId };
}

async function requireImage({ catalog }: SimilarDeps, id: string): Promise<Image> {
  const image = (await catalog.images.byIds([id])).get(id);
  if (image === undefined) throw notFound('image', id);
  return image;
}

async function storedVector({ database }: SimilarDeps, model: ModelVersion, imageId: string) {
  return (await createVectorsStore(database).ofImages(model, [imageId])).get(imageId);
}

/** Uploads asked about again, page by page, are embedded once. */
const REMEMBERED_UPLOADS = 200;

function createUploadVectors({ embeddings }: SimilarDeps) {
  const remembered = new Map<string, Float32Array>();
  return async (model: ModelVersion, { sha256, path }: CompletedUpload): Promise<Float32Array> => {
    const key = `${model.id} ${sha256}`;
    const vector = remembered.get(key) ?? (await embeddings.inference.embedImage(model, path));
    remembered.set(key, vector);
    const [oldest] = remembered.keys();
    if (remembered.size > REMEMBERED_UPLOADS && oldest !== undefined) remembered.delete(oldest);
    return vector;
  };
}
