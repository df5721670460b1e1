import type { ImageReference, ProductImage } from '../../../../../prisma/client/client.ts';
import { decodeId, decodeOptionalId } from '../../globalIds.ts';
import { builder } from '../../graphql/builder.ts';
import { connectionType } from '../../graphql/connections.ts';
import { AvailabilityType, ImageKindType, ImageStatusType } from '../../graphql/enums.ts';
import { required } from '../../graphql/loaders.ts';
import { CatalogType, ImageType, ProductType } from '../../graphql/types.ts';
import { checkThumbnailSize } from '../../storage/thumbnails.ts';
import type { CatalogAttribute, FacetValue } from './catalogsStore.ts';
import type { Product } from './product.ts';
import type { ProductFilter } from './productFilter.ts';
import { PRODUCT_ORDERS } from './productOrder.ts';
import type { ProductsPage } from './service.ts';

// ------------------------------------------------------------------ catalog

const FacetValueType = builder.objectRef<FacetValue>('FacetValue').implement({
  fields: (t) => ({ value: t.exposeString('value'), count: t.exposeInt('count') }),
});

const CatalogAttributeType = builder.objectRef<CatalogAttribute>('CatalogAttribute').implement({
  description: 'A name among the attributes of a catalog\u2019s products.',
  fields: (t) => ({
    name: t.exposeString('name'),
    products: t.exposeInt('products', { description: 'Products that have a value of it.' }),
    distinct: t.exposeInt('distinct', { description: 'How many different values there are.' }),
    values: t.field({
      type: [FacetValueType],
      description: 'The most frequent values, at most 50.',
      resolve: ({ values }) => [...values],
    }),
  }),
});

builder.node(CatalogType, {
  id: { resolve: ({ id }) => id },
  loadOne: (id, { loaders }) => loaders.catalog.load(id),
  fields: (t) => ({
    name: t.exposeString('name'),
    createdAt: t.expose('createdAt', { type: 'DateTime' }),
    productCount: t.int({
      resolve: async ({ id }, _args, { loaders }) =>
        (await loaders.catalogCounts.load(id)).products,
    }),
    imageCount: t.int({
      resolve: async ({ id }, _args, { loaders }) => (await loaders.catalogCounts.load(id)).images,
    }),
    categories: t.field({
      type: [FacetValueType],
      description: 'Distinct values with their product counts, most frequent first, at most 50.',
      resolve: ({ id }, _args, { loaders }) => loaders.facetOfCatalog.load(id, 'category'),
    }),
    attributes: t.field({
      type: [CatalogAttributeType],
      description: 'Those that most products have first, at most 200.',
      resolve: ({ id }, _args, { loaders }) => loaders.attributesOfCatalog.load(id),
    }),
    brands: t.field({
      type: [FacetValueType],
      resolve: ({ id }, _args, { loaders }) => loaders.facetOfCatalog.load(id, 'brand'),
    }),
  }),
});

builder.queryFields((t) => ({
  catalogs: t.field({
    type: [CatalogType],
    resolve: (_root, _args, { services }) => services.catalog.products.listCatalogs(),
  }),
  catalog: t.field({
    type: CatalogType,
    nullable: true,
    args: { id: t.arg.id({ required: true }) },
    resolve: (_root, { id }, { loaders }) => loaders.catalog.load(decodeId('Catalog', id)),
  }),
}));

// ------------------------------------------------------------------ image

builder.node(ImageType, {
  id: { resolve: ({ id }) => id },
  loadOne: (id, { loaders }) => loaders.image.load(id),
  fields: (t) => ({
    sha256: t.exposeString('sha256'),
    format: t.exposeString('format'),
    width: t.exposeInt('width'),
    height: t.exposeInt('height'),
    url: t.string({
      description: 'Path on this server of the whole picture: upright, without metadata.',
      resolve: ({ sha256 }) => `/images/${sha256}`,
    }),
    thumbnailUrl: t.string({
      description:
        'Path of a WebP thumbnail; size is the longest side in pixels: 96, 192, 384 or 768.',
      args: { size: t.arg.int({ defaultValue: 384 }) },
      resolve: ({ sha256 }, { size }) =>
        `/images/${sha256}/thumb?size=${checkThumbnailSize(size ?? 384)}`,
    }),
    products: t.field({
      type: [ProductType],
      resolve: ({ id }, _args, { loaders }) => loaders.productsOfImage.load(id),
    }),
  }),
});

const ProductImageType = builder.objectRef<ProductImage>('ProductImage').implement({
  fields: (t) => ({
    position: t.exposeInt('position'),
    kind: t.expose('kind', { type: ImageKindType }),
    name: t.exposeString('name'),
    image: t.field({
      type: ImageType,
      resolve: ({ imageId }, _args, { loaders }) =>
        required('image', imageId, loaders.image.load(imageId)),
    }),
  }),
});

const ImageReferenceType = builder.objectRef<ImageReference>('ImageReference').implement({
  description: 'What a feed names as an image of a product, and what became of it.',
  fields: (t) => ({
    position: t.exposeInt('position'),
    kind: t.expose('kind', { type: ImageKindType }),
    source: t.exposeString('source', {
      description: 'File name, address, or a hash of an image that was written into the feed.',
    }),
    status: t.expose('status', { type: ImageStatusType }),
    code: t.exposeString('code', { nullable: true }),
    message: t.exposeString('message', { nullable: true }),
    attempts: t.exposeInt('attempts', { description: 'Failures in a row.' }),
    checkedAt: t.expose('checkedAt', { type: 'DateTime' }),
    image: t.field({
      type: ImageType,
      nullable: true,
      description: 'What is stored; of one that fails for now, from before.',
      resolve: ({ imageId }, _args, { loaders }) =>
        imageId === null ? null : loaders.image.load(imageId),
    }),
  }),
});

// ------------------------------------------------------------------ product

builder.node(ProductType, {
  id: { resolve: ({ id }) => id },
  loadOne: (id, { loaders }) => loaders.product.load(id),
  fields: (t) => ({
    catalog: t.field({
      type: CatalogType,
      resolve: ({ catalogId }, _args, { loaders }) =>
        required('catalog', catalogId, loaders.catalog.load(catalogId)),
    }),
    externalId: t.exposeString('externalId'),
    title: t.exposeString('title'),
    description: t.exposeString('description', { nullable: true }),
    brand: t.exposeString('brand', { nullable: true }),
    category: t.exposeString('category', { nullable: true }),
    categoryPath: t.exposeStringList('categoryPath'),
    price: t.string({
      nullable: true,
      description: 'Decimal as text, so that no cent is lost.',
      resolve: ({ price }) => price?.toString() ?? null,
    }),
    currency: t.exposeString('currency', { nullable: true }),
    availability: t.expose('availability', { type: AvailabilityType }),
    url: t.exposeString('url', { nullable: true }),
    attributes: t.expose('attributes', { type: 'JSON' }),
    vanishedAt: t.expose('vanishedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When a feed no longer had it and it was marked unavailable.',
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime' }),
    updatedAt: t.expose('updatedAt', { type: 'DateTime' }),
    images: t.field({
      type: [ProductImageType],
      resolve: ({ id }, _args, { loaders }) => loaders.imagesOfProduct.load(id),
    }),
    imageReferences: t.field({
      type: [ImageReferenceType],
      description: 'Every image that the feed names, also those that could not be stored.',
      resolve: ({ id }, _args, { loaders }) => loaders.imageReferencesOfProduct.load(id),
    }),
    primaryImage: t.field({
      type: ProductImageType,
      nullable: true,
      description: 'First image; null when none could be stored.',
      resolve: async ({ id }, _args, { loaders }) =>
        (await loaders.imagesOfProduct.load(id))[0] ?? null,
    }),
  }),
});

const AttributeFilter = builder.inputType('AttributeFilter', {
  fields: (t) => ({
    key: t.string({ required: true }),
    value: t.string({ required: true }),
  }),
});

export const ProductFilterInput = builder.inputType('ProductFilter', {
  fields: (t) => ({
    attributes: t.field({
      type: [AttributeFilter],
      description: 'Each must be equal: [{key: "baseColour", value: "Black"}].',
    }),
    availability: t.field({ type: [AvailabilityType] }),
    brand: t.stringList(),
    catalogId: t.id(),
    category: t.stringList(),
    maxPrice: t.float(),
    minPrice: t.float(),
    search: t.string({ description: 'Case-insensitive words in title, brand or external id.' }),
  }),
});

type Nullable<T> = { [Key in keyof T]?: T[Key] | null | undefined };

/** The filter as the services take it: ids decoded, null as left out. */
export function toProductFilter(input: Nullable<ProductFilter> | null | undefined): ProductFilter {
  const { catalogId, ...rest } = input ?? {};
  const given = Object.entries(rest).filter(([, value]) => value !== null);
  const id = decodeOptionalId('Catalog', catalogId, 'filter.catalogId');
  return { ...Object.fromEntries(given), catalogId: id };
}

const ProductConnection = connectionType<Product, ProductsPage>('Product', ProductType);

builder.objectFields(ProductConnection, (t) => ({
  totalCount: t.int({ description: 'Of all pages.', resolve: (page) => page.count() }),
}));

const ProductOrderType = builder.enumType('ProductOrder', {
  description: 'Products without a price come last, whichever way prices are sorted.',
  values: PRODUCT_ORDERS,
});

builder.mutationField('deleteCatalog', (t) =>
  t.id({
    args: { id: t.arg.id({ required: true }) },
    resolve: async (_root, { id }, { services }) => {
      await services.catalog.products.deleteCatalog(decodeId('Catalog', id));
      return id;
    },
  }),
);

builder.queryFields((t) => ({
  product: t.field({
    type: ProductType,
    nullable: true,
    args: { id: t.arg.id({ required: true }) },
    resolve: (_root, { id }, { loaders }) => loaders.product.load(decodeId('Product', id)),
  }),
  products: t.field({
    type: ProductConnection,
    args: {
      after: t.arg.string(),
      filter: t.arg({ type: ProductFilterInput }),
      first: t.arg.int({ defaultValue: 24 }),
      order: t.arg({ type: ProductOrderType, defaultValue: 'OLDEST' }),
    },
    resolve: (_root, { filter, ...page }, { services }) =>
      services.catalog.products.page({ ...page, filter: toProductFilter(filter) }),
  }),
}));
