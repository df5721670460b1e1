import { ProductFilterInput, toProductFilter } from '../catalog/products/graphql.ts';
import { decodeOptionalId } from '../globalIds.ts';
import { builder } from '../graphql/builder.ts';
import { ImageType, ModelVersionType, ProductType } from '../graphql/types.ts';
import type { SimilarEdge } from './ranking.ts';
import type { SampleRetrieval } from './sampleRetrievals.ts';
import type { SimilarPage } from './similarProducts.ts';

const SimilarEdgeType = builder.objectRef<SimilarEdge>('SimilarProductEdge').implement({
  fields: (t) => ({
    cursor: t.exposeString('cursor'),
    distance: t.exposeFloat('distance', {
      description: 'Euclidean distance of the unit vectors, 0 to 2.',
    }),
    matchedImage: t.field({ type: ImageType, resolve: (edge) => edge.matchedImage }),
    node: t.field({ type: ProductType, resolve: (edge) => edge.node }),
    rank: t.exposeInt('rank', { description: '1-based place in the whole ranking.' }),
    score: t.exposeFloat('score', {
      description: 'Cosine similarity, -1 to 1; 1 is the same picture.',
    }),
  }),
});

const SimilarConnectionType = builder.objectRef<SimilarPage>('SimilarProductConnection').implement({
  fields: (t) => ({
    edges: t.field({ type: [SimilarEdgeType], resolve: (page) => page.edges }),
    method: t.exposeString('method', {
      description: 'How the rows were found: hnsw, or exact where the filter left few.',
    }),
    modelVersion: t.field({ type: ModelVersionType, resolve: (page) => page.modelVersion }),
    nodes: t.field({ type: [ProductType], resolve: (page) => page.edges.map((edge) => edge.node) }),
    pageInfo: t.field({ type: builder.pageInfoRef(), resolve: (page) => page.pageInfo }),
    queryImage: t.field({
      type: ImageType,
      nullable: true,
      description: 'The image the query vector was made of.',
      resolve: (page) => page.queryImage,
    }),
    tookMs: t.exposeFloat('tookMs'),
  }),
});

const SimilarImageInput = builder.inputType('SimilarImageInput', {
  description: 'Exactly one must be given.',
  fields: (t) => ({
    imageId: t.id({ description: 'A stored image.' }),
    uploadId: t.id({ description: 'A completed upload (createUpload).' }),
  }),
});

builder.queryField('similarProducts', (t) =>
  t.field({
    type: SimilarConnectionType,
    description: `Products ranked by similarity to one product, or to one image. One hit per product.
\`model\` is an alias or a model version id.`,
    args: {
      after: t.arg.string(),
      filter: t.arg({ type: ProductFilterInput }),
      first: t.arg.int({ defaultValue: 12 }),
      image: t.arg({ type: SimilarImageInput }),
      model: t.arg.string({ defaultValue: 'production' }),
      productId: t.arg.id(),
    },
    resolve: (_root, args, { services }) =>
      services.similar.similarProducts({
        ...args,
        productId: decodeOptionalId('Product', args.productId, 'productId'),
        image: args.image && {
          imageId: decodeOptionalId('Image', args.image.imageId, 'image.imageId'),
          uploadId: decodeOptionalId('Upload', args.image.uploadId, 'image.uploadId'),
        },
        filter: toProductFilter(args.filter),
      }),
  }),
);

type SampleResult = SampleRetrieval['results'][number];

const SampleResultType = builder.objectRef<SampleResult>('SampleResult').implement({
  fields: (t) => ({
    image: t.field({ type: ImageType, resolve: (result) => result.image }),
    product: t.field({ type: ProductType, resolve: (result) => result.product }),
    sameCategory: t.exposeBoolean('sameCategory'),
    score: t.exposeFloat('score'),
  }),
});

const SampleRetrievalType = builder.objectRef<SampleRetrieval>('SampleRetrieval').implement({
  fields: (t) => ({
    product: t.field({
      type: ProductType,
      nullable: true,
      resolve: (sample) => sample.product,
    }),
    query: t.field({ type: ImageType, resolve: (sample) => sample.query }),
    results: t.field({ type: [SampleResultType], resolve: (sample) => [...sample.results] }),
  }),
});

builder.queryField('sampleRetrievals', (t) =>
  t.field({
    type: [SampleRetrievalType],
    description:
      'Queries drawn by seed with their nearest products, to judge a model version by eye.',
    args: {
      count: t.arg.int({ defaultValue: 4 }),
      model: t.arg.string({ defaultValue: 'production' }),
      results: t.arg.int({ defaultValue: 6 }),
      seed: t.arg.int({ defaultValue: 1 }),
    },
    resolve: (_root, args, { services }) => services.similar.sampleRetrievals(args),
  }),
);
