import {
  integer,
  one,
  type ProductFilterState,
  readProductFilter,
  type SearchParams,
} from '../url-state.ts';

export const pageSize = 24;
export const mostResults = 96;

/** What is asked for on the similar page, as its address says. */
export interface SimilarState {
  productId?: string;
  uploadId?: string;
  /** The API's arguments for the query; null while nothing was picked. */
  subject: { productId: string } | { image: { uploadId: string } | { imageId: string } } | null;
  /** An alias or a model version id. */
  model: string;
  first: number;
  seed: number;
  filter: ProductFilterState;
  picture: ResultPicture;
}

/** What a result shows: the product's own first picture, or the photo that was found alike. */
export type ResultPicture = 'product' | 'matched';

/** Reads the address; of several subjects the upload wins over the image over the product. */
export function readSimilarState(params: SearchParams): SimilarState {
  const uploadId = one(params, 'upload');
  const imageId = one(params, 'image');
  const productId = one(params, 'product');
  const image = uploadId ? { uploadId } : imageId ? { imageId } : null;
  return {
    productId: image ? undefined : productId,
    uploadId,
    subject: image ? { image } : productId ? { productId } : null,
    model: one(params, 'model') ?? 'production',
    first: integer(params, 'show', { fallback: pageSize, max: mostResults }),
    seed: integer(params, 'seed', { fallback: 1 }),
    filter: readProductFilter({ ...params, q: undefined }),
    picture: one(params, 'picture') === 'matched' ? 'matched' : 'product',
  };
}
