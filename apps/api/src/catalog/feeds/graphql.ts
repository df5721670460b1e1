import { decodeOptionalId } from '../../globalIds.ts';
import { builder } from '../../graphql/builder.ts';
import { AvailabilityType, ImageKindType } from '../../graphql/enums.ts';
import type { ColumnMapping, FeedAnalysis, FeedInput, FeedPreview } from '../service.ts';
import { FEED_FORMATS, MAPPING_ORIGINS } from '../service.ts';

/** A feed before it is imported: where it is, what it looks like, how it would be read. */

export const FeedFormatType = builder.enumType('FeedFormat', { values: FEED_FORMATS });

// ------------------------------------------------------------------ mapping

const IMAGES = 'Columns with image file names or addresses, several in one separated by | .';

export const ColumnMappingType = builder.objectRef<ColumnMapping>('ColumnMapping').implement({
  fields: (t) => {
    const column = (name: keyof ColumnMapping) =>
      t.string({ nullable: true, resolve: (mapping) => (mapping[name] as string) ?? null });
    const columns = (name: keyof ColumnMapping) =>
      t.stringList({ resolve: (mapping) => [mapping[name] ?? []].flat() as string[] });
    return {
      attributes: columns('attributes'),
      availability: column('availability'),
      brand: column('brand'),
      category: column('category'),
      categoryPath: columns('categoryPath'),
      currency: column('currency'),
      description: column('description'),
      externalId: t.exposeString('externalId'),
      groupId: column('groupId'),
      imagePattern: column('imagePattern'),
      images: columns('images'),
      price: column('price'),
      title: t.exposeString('title'),
      url: column('url'),
      wildImages: columns('wildImages'),
    };
  },
});

export const ColumnMappingInput = builder.inputType('ColumnMappingInput', {
  fields: (t) => ({
    attributes: t.stringList({
      description: 'Columns kept as attributes; "*" stands for all that nothing else uses.',
    }),
    availability: t.string(),
    brand: t.string(),
    category: t.string({ description: 'Of a value like "a > b > c" the last level.' }),
    categoryPath: t.stringList({
      description: 'Columns joined into the category path, broadest first; each may hold "a > b".',
    }),
    currency: t.string(),
    description: t.string(),
    externalId: t.string({ required: true }),
    groupId: t.string(),
    imagePattern: t.string({
      description: 'Image file name made from columns, for example "{id}.jpg".',
    }),
    images: t.stringList({ description: IMAGES }),
    price: t.string(),
    title: t.string({ required: true }),
    url: t.string(),
    wildImages: t.stringList({ description: 'Photos of the product in use, as images.' }),
  }),
});

// ------------------------------------------------------------------ analysis

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
    columns: t.field({ type: [FeedColumnType], resolve: ({ columns }) => [...columns] }),
    mapping: t.expose('mapping', {
      type: ColumnMappingType,
      nullable: true,
      description: 'Null when the id or the title has to be chosen; the warnings say which.',
    }),
    guess: t.field({
      type: 'JSON',
      nullable: true,
      description:
        'Where the mapping is null: fields of a mapping that could be told all the same.',
      resolve: ({ guess }) => guess,
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
    resolve: (_root, { input }, { services }) => services.catalog.analyzeFeed(toFeedInput(input)),
  }),
);

interface GivenFeed {
  readonly uploadId?: string | null | undefined;
  readonly mapping?: Nullable<ColumnMapping> | null | undefined;
}

type Nullable<T> = { [Key in keyof T]: T[Key] | null };

/** Ids decoded; GraphQL says null for what was left out, the services say undefined. */
export function toFeedInput<Input extends GivenFeed>(
  input: Input,
): Omit<Input, 'uploadId' | 'mapping'> & Pick<FeedInput, 'uploadId' | 'mapping'> {
  const given = Object.entries(input.mapping ?? {}).filter(([, value]) => value !== null);
  return {
    ...input,
    uploadId: decodeOptionalId('Upload', input.uploadId, 'input.uploadId'),
    mapping: input.mapping && (Object.fromEntries(given) as unknown as ColumnMapping),
  };
}
