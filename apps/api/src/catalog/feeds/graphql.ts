import { builder } from '../../graphql/builder.ts';
import { AvailabilityType, ImageKindType } from '../../graphql/enums.ts';
import type { FeedAnalysis, FeedPreview } from './analysis.ts';
import { MAPPING_ORIGINS } from './chooseMapping.ts';
import {
  ColumnMappingInput,
  ColumnMappingType,
  FeedFormatType,
  MappingGuessType,
  toFeedInput,
} from './graphqlMapping.ts';

/** A feed before it is imported: where it is, what it looks like, how it would be read. */

const FeedColumnType = builder.objectRef<FeedAnalysis['columns'][number]>('FeedColumn').implement({
  fields: (t) => ({
    name: t.exposeString('name'),
    samples: t.stringList({
      description: 'Its first different values, at most 5.',
      resolve: ({ samples }) => [...samples],
    }),
  }),
});

const FeedIssueType = builder.objectRef<FeedPreview['issues'][number]>('FeedIssue').implement({
  fields: (t) => ({
    row: t.exposeInt('row'),
    field: t.exposeString('field', { nullable: true }),
    code: t.exposeString('code'),
    message: t.exposeString('message'),
  }),
});

type PreviewProduct = NonNullable<FeedPreview['product']>;

const FeedImageType = builder.objectRef<PreviewProduct['images'][number]>('FeedImage').implement({
  fields: (t) => ({
    name: t.exposeString('name', { description: 'File name or address.' }),
    kind: t.expose('kind', { type: ImageKindType }),
  }),
});

const FeedProductType = builder.objectRef<PreviewProduct>('FeedProduct').implement({
  fields: (t) => ({
    externalId: t.exposeString('externalId'),
    title: t.exposeString('title'),
    description: t.exposeString('description', { nullable: true }),
    brand: t.exposeString('brand', { nullable: true }),
    category: t.exposeString('category', { nullable: true }),
    categoryPath: t.stringList({ resolve: ({ categoryPath }) => [...categoryPath] }),
    price: t.exposeString('price', { nullable: true }),
    currency: t.exposeString('currency', { nullable: true }),
    availability: t.expose('availability', { type: AvailabilityType }),
    url: t.exposeString('url', { nullable: true }),
    groupId: t.exposeString('groupId', { nullable: true }),
    attributes: t.expose('attributes', { type: 'JSON' }),
    images: t.field({ type: [FeedImageType], resolve: ({ images }) => [...images] }),
  }),
});

const FeedPreviewType = builder.objectRef<FeedPreview>('FeedPreview').implement({
  fields: (t) => ({
    row: t.exposeInt('row'),
    product: t.expose('product', {
      type: FeedProductType,
      nullable: true,
      description: 'As it would be stored; null when the row can not be taken.',
    }),
    issues: t.field({ type: [FeedIssueType], resolve: ({ issues }) => [...issues] }),
  }),
});

const FeedAnalysisType = builder.objectRef<FeedAnalysis>('FeedAnalysis').implement({
  fields: (t) => ({
    format: t.expose('format', { type: FeedFormatType }),
    encoding: t.exposeString('encoding'),
    delimiter: t.exposeString('delimiter', {
      nullable: true,
      description: 'Between the fields of a table.',
    }),
    list: t.exposeString('list', {
      nullable: true,
      description: 'Of JSON, where its products stand: "data.products"; null at its root.',
    }),
    columns: t.field({ type: [FeedColumnType], resolve: ({ columns }) => [...columns] }),
    mapping: t.expose('mapping', {
      type: ColumnMappingType,
      nullable: true,
      description: 'Null when the id or the title has to be chosen; the warnings say which.',
    }),
    guess: t.expose('guess', {
      type: MappingGuessType,
      nullable: true,
      description: 'Where the mapping is null: what could be told all the same.',
    }),
    mappingFrom: t.expose('mappingFrom', {
      type: builder.enumType('MappingOrigin', { values: MAPPING_ORIGINS }),
      nullable: true,
      description: 'Given, saved for the catalog, prescribed by the format, or guessed.',
    }),
    previews: t.field({
      type: [FeedPreviewType],
      description: 'The first products, at most 10, as the mapping reads them.',
      resolve: ({ previews }) => [...previews],
    }),
    warnings: t.stringList({ resolve: ({ warnings }) => [...warnings] }),
  }),
});

const AnalyzeFeedInput = builder.inputType('AnalyzeFeedInput', {
  description: 'Paths must lie under a root the operator allowed (IMPORT_ROOTS).',
  fields: (t) => ({
    address: t.string({ description: 'http or https address of the feed; it is fetched.' }),
    catalog: t.string({ description: 'To find the mapping that was saved for it.' }),
    encoding: t.string({ description: 'Left out: recognised.' }),
    format: t.field({ type: FeedFormatType, description: 'Left out: recognised.' }),
    imageDirectory: t.string(),
    mapping: t.field({ type: ColumnMappingInput }),
    path: t.string({ description: 'File, zip or folder on the server.' }),
    uploadId: t.id({ description: 'A completed upload of purpose CATALOG_FEED.' }),
  }),
});

builder.mutationField('analyzeFeed', (t) =>
  t.field({
    type: FeedAnalysisType,
    description: 'Recognises a feed and shows how it would be read. Imports nothing.',
    args: { input: t.arg({ type: AnalyzeFeedInput, required: true }) },
    resolve: (_root, { input }, { services }) => services.catalog.feeds.analyze(toFeedInput(input)),
  }),
);
