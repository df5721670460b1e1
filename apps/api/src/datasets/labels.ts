import { chooseMatchOn } from '../triplets/matchOn.ts';
import type { DatasetImage } from './store.ts';

/** What makes two images a match: the category, and the category with how it looks. */
export interface ImageLabels {
  category: (image: DatasetImage) => string;
  look: (image: DatasetImage) => string;
  /** The category, then each attribute; null where an image's product has none. */
  facets: readonly ((image: DatasetImage) => string | null)[];
  /** Attributes in `look` beside the category; empty when there are none to use. */
  attributes: readonly string[];
  /**
   * What `look` is made of, as metrics name it: the category, then attributes, each called `colour`
   * that a feed calls after a colour.
   */
  lookSet: readonly string[];
}

/**
 * Labels by the attributes that the triplets were matched on, or else by those that the images'
 * products have. An image whose product lacks one matches only photos of the same product.
 */
export function labelsFor(
  images: readonly DatasetImage[],
  matchOn: readonly string[] | undefined,
): ImageLabels {
  const attributes = matchOn ?? chooseMatchOn(productsOf(images));
  const alone = (image: DatasetImage) => `#${image.productId ?? image.id}`;
  return {
    attributes,
    lookSet: ['category', ...attributes.map((name) => (/colou?r/i.test(name) ? 'colour' : name))],
    facets: [
      (image) => image.category,
      ...attributes.map(
        (name) => (image: DatasetImage) => textOf(image.attributes?.[name]) || null,
      ),
    ],
    category: (image) => image.category ?? alone(image),
    look: (image) => {
      const values = attributes.map((name) => textOf(image.attributes?.[name]));
      if (image.category === null || values.includes('')) return alone(image);
      return JSON.stringify([image.category, ...values]);
    },
  };
}

function productsOf(images: readonly DatasetImage[]) {
  const products = new Map<string, DatasetImage>();
  for (const image of images) if (image.productId) products.set(image.productId, image);
  return [...products.values()].map((image) => ({
    id: image.productId as string,
    category: image.category ?? '',
    attributes: Object.fromEntries(
      Object.entries(image.attributes).map(([name, value]) => [name, textOf(value)]),
    ),
    images: [],
  }));
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}
