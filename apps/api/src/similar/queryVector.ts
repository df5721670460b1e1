/** From what a caller points at to the vector that is searched with. */
import type { Image, ModelVersion } from '../../../../prisma/client/client.ts';
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

/** Uploads asked about again, page by page, are embedded once. */
const REMEMBERED_UPLOADS = 200;

export type VectorOf = ReturnType<typeof createQueryVectors>;

export function createQueryVectors(deps: SimilarDeps) {
  const { database, catalog, embeddings, uploads, storage } = deps;
  const vectors = createVectorsStore(database);
  const remembered = new Map<string, Float32Array>();

  async function ofProduct(model: ModelVersion, productId: string): Promise<QueryVector> {
    await catalog.products.require(productId);
    const imageId = await queryImageOf(database, model, productId);
    if (imageId === undefined) {
      const message = `No image of the product has an embedding of model version ${model.number} yet; embed the images (embedImages), then ask again.`;
      throw new AppError('MODEL_NOT_READY', message, { productId, modelVersion: model.number });
    }
    const vector = await storedVector(model, imageId);
    if (vector === undefined) throw notFound('image', imageId);
    const image = await requireImage(imageId);
    return { vector, image, excludeProductId: productId, excludeImageId: undefined };
  }

  async function ofImage(model: ModelVersion, imageId: string): Promise<QueryVector> {
    const image = await requireImage(imageId);
    const vector =
      (await storedVector(model, imageId)) ??
      (await embeddings.inference.embedImage(model, storage.pathOf(image.sha256)));
    return { vector, image, excludeProductId: undefined, excludeImageId: imageId };
  }

  async function ofUpload(model: ModelVersion, uploadId: string): Promise<QueryVector> {
    const vector = await uploadVector(model, await uploads.requireUpload(uploadId, 'QUERY_IMAGE'));
    return { vector, image: null, excludeProductId: undefined, excludeImageId: undefined };
  }

  async function requireImage(id: string): Promise<Image> {
    const image = (await catalog.images.byIds([id])).get(id);
    if (image === undefined) throw notFound('image', id);
    return image;
  }

  async function storedVector(model: ModelVersion, imageId: string) {
    return (await vectors.ofImages(model, [imageId])).get(imageId);
  }

  async function uploadVector(model: ModelVersion, upload: CompletedUpload): Promise<Float32Array> {
    const key = `${model.id} ${upload.sha256}`;
    const vector =
      remembered.get(key) ?? (await embeddings.inference.embedImage(model, upload.path));
    remembered.set(key, vector);
    const [oldest] = remembered.keys();
    if (remembered.size > REMEMBERED_UPLOADS && oldest !== undefined) remembered.delete(oldest);
    return vector;
  }

  return (model: ModelVersion, query: SimilarQuery): Promise<QueryVector> => {
    if ('productId' in query) return ofProduct(model, query.productId);
    return 'imageId' in query ? ofImage(model, query.imageId) : ofUpload(model, query.uploadId);
  };
}
