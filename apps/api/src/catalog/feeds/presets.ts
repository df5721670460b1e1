import type { FeedFormat } from './format.ts';
import { ALL_OTHERS, type ColumnMapping } from './mapping.ts';

/** Attributes of Google's and Meta's specifications that describe how a product looks or is. */
const DESCRIBING = [
  'color',
  'size',
  'gender',
  'age_group',
  'material',
  'pattern',
  'style',
  'condition',
  'gtin',
  'mpn',
  'sale_price',
  'product_type',
  'google_product_category',
  'fb_product_category',
  'size_type',
  'size_system',
  'custom_label_0',
  'custom_label_1',
  'custom_label_2',
  'custom_label_3',
  'custom_label_4',
];

const OPTIONAL = [
  'description',
  'brand',
  'price',
  'availability',
  'link',
  'item_group_id',
  'image_link',
  'additional_image_link',
  'lifestyle_image_link',
  ...DESCRIBING,
];

const CATEGORIES = ['product_type', 'google_product_category', 'fb_product_category'];

/**
 * The mapping that a format's specification prescribes.
 * @param columns those the feed has
 * @returns undefined for formats whose columns are free
 */
export function presetMapping(
  format: FeedFormat,
  columns: readonly string[],
): ColumnMapping | undefined {
  if (format === 'GOOGLE_TSV' || format === 'META_CSV') return specified(columns);
  // Elements that the first items lack may come later.
  if (format === 'GOOGLE_XML') {
    const all = [...new Set([...columns, ...OPTIONAL])];
    return { ...specified(all), categoryPath: [categoryOf(columns) ?? 'product_type'] };
  }
  if (format === 'SHOPIFY_CSV') return SHOPIFY;
  if (format === 'FOLDER') {
    return { externalId: 'path', title: 'name', categoryPath: ['class'], images: ['image'] };
  }
  return undefined;
}

/** The shop's own category says more than the platform's, which may be a mere number. */
const categoryOf = (columns: readonly string[]) =>
  CATEGORIES.find((name) => columns.includes(name));

function specified(columns: readonly string[]): ColumnMapping {
  const present = new Set(columns);
  const given = (names: readonly string[]) => names.filter((name) => present.has(name));
  const one = (name: string) => (present.has(name) ? name : undefined);
  const additional = columns.filter((name) => /^(additional_image|image\[\]\.)/.test(name));
  return {
    externalId: 'id',
    title: 'title',
    description: one('description'),
    brand: one('brand'),
    categoryPath: [categoryOf(columns) ?? []].flat(),
    price: one('price'),
    availability: one('availability'),
    url: one('link'),
    groupId: one('item_group_id'),
    images: [
      ...given(['image_link']),
      ...additional.filter((name) => !/\.(?!url$|src$|link$)/.test(name)),
    ],
    wildImages: given(['lifestyle_image_link']),
    attributes: given(DESCRIBING),
  };
}

/** Options ("Color") have names of their own: whatever is not used otherwise is an attribute. */
const SHOPIFY: ColumnMapping = {
  externalId: 'handle',
  title: 'title',
  description: 'description',
  brand: 'vendor',
  category: 'type',
  categoryPath: ['category'],
  price: 'price',
  availability: 'availability',
  images: ['image'],
  attributes: [ALL_OTHERS],
};
