import type { DemoProduct } from './product.ts';

/** Attribute columns, in order; what a kind of garment lacks stays empty. */
const ATTRIBUTES = [
  'baseColour',
  'pattern',
  'sleeve',
  'neckline',
  'length',
  'fit',
  'style',
  'closure',
  'heel',
  'height',
] as const;

const HEADER = [
  'id',
  'title',
  'description',
  'brand',
  'masterCategory',
  'subCategory',
  'articleType',
  ...ATTRIBUTES,
  'price',
  'currency',
  'availability',
  'image',
  'wild_images',
];

/** File names of a product's photos. */
export function photoNames(product: DemoProduct, wildPerProduct: number) {
  const name = (kind: string, index: number) => `${product.externalId}-${kind}${index + 1}.jpg`;
  return {
    catalog: Array.from({ length: product.catalogPhotos }, (_, i) => name('catalog', i)),
    wild: Array.from({ length: wildPerProduct }, (_, i) => name('wild', i)),
  };
}

/** The feed: one row per product, photo names separated by |. */
export function catalogCsv(products: readonly DemoProduct[], wildPerProduct: number): string {
  const rows = products.map((product) => {
    const [master = '', sub = ''] = product.categoryPath.split(' > ');
    const photos = photoNames(product, wildPerProduct);
    return [
      product.externalId,
      product.title,
      product.description,
      product.brand,
      master,
      sub,
      product.articleType,
      ...ATTRIBUTES.map((name) => product.attributes[name] ?? ''),
      product.price.toFixed(2),
      product.currency,
      product.availability,
      photos.catalog.join('|'),
      photos.wild.join('|'),
    ];
  });
  return [HEADER, ...rows].map((row) => `${row.map(quoted).join(',')}\n`).join('');
}

const quoted = (value: string) =>
  /[",\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
