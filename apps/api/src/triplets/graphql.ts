import type { Triplet } from '../../../../prisma/client/client.ts';
import { builder } from '../graphql/builder.ts';
import { connectionType } from '../graphql/connections.ts';
import { NegativeKindType, QueryKindType, SplitType, TripletSourceType } from '../graphql/enums.ts';
import { decodeId, decodeOptionalId } from '../graphql/ids.ts';
import { JobType } from '../graphql/job.ts';
import { required } from '../graphql/loaders.ts';
import { watchRow } from '../graphql/subscriptions.ts';
import { CatalogType, ImageType, TripletSetType, TripletType } from '../graphql/types.ts';
import { checkFirst, connectionOf, decodeCursor, encodeCursor } from '../paging.ts';
import { countsOf, type TripletCount, totalOf } from './counts.ts';
import type { TripletIssue } from './store.ts';

const TripletCountType = builder.objectRef<TripletCount>('TripletCount').implement({
  fields: (t) => ({
    split: t.expose('split', { type: SplitType }),
    queryKind: t.expose('queryKind', { type: QueryKindType, nullable: true }),
    negativeKind: t.expose('negativeKind', { type: NegativeKindType, nullable: true }),
    count: t.exposeInt('count'),
  }),
});

const TripletIssueType = builder.objectRef<TripletIssue>('TripletIssue').implement({
  fields: (t) => ({
    row: t.exposeInt('row'),
    code: t.exposeString('code'),
    message: t.exposeString('message'),
  }),
});

builder.node(TripletSetType, {
  id: { resolve: (set) => set.id },
  interfaces: [JobType],
  loadOne: (id, { loaders }) => loaders.tripletSet.load(id),
  fields: (t) => ({
    name: t.exposeString('name'),
    version: t.exposeInt('version'),
    source: t.expose('source', { type: TripletSourceType }),
    progress: t.exposeFloat('progress'),
    recipe: t.field({ type: 'JSON', resolve: (set) => set.recipe }),
    counts: t.field({ type: [TripletCountType], resolve: (set) => countsOf(set).rows }),
    total: t.int({ resolve: (set) => totalOf(set) }),
    issueCount: t.exposeInt('issueCount'),
    issues: t.field({
      type: [TripletIssueType],
      resolve: (set) => set.issues as unknown as TripletIssue[],
    }),
    catalog: t.field({
      type: CatalogType,
      resolve: ({ catalogId }, _args, { loaders }) =>
        required('catalog', catalogId, loaders.catalog.load(catalogId)),
    }),
  }),
});

builder.node(TripletType, {
  id: { resolve: (triplet) => String(triplet.id) },
  loadOne: (id, { loaders }) => loaders.triplet.load(id),
  fields: (t) => ({
    split: t.expose('split', { type: SplitType }),
    queryKind: t.expose('queryKind', { type: QueryKindType, nullable: true }),
    negativeKind: t.expose('negativeKind', { type: NegativeKindType, nullable: true }),
    query: t.field({
      type: ImageType,
      resolve: ({ queryImageId }, _args, { loaders }) =>
        required('image', queryImageId, loaders.image.load(queryImageId)),
    }),
    positive: t.field({
      type: ImageType,
      resolve: ({ positiveImageId }, _args, { loaders }) =>
        required('image', positiveImageId, loaders.image.load(positiveImageId)),
    }),
    negative: t.field({
      type: ImageType,
      resolve: ({ negativeImageId }, _args, { loaders }) =>
        required('image', negativeImageId, loaders.image.load(negativeImageId)),
    }),
  }),
});

const TripletConnection = connectionType<Triplet>('Triplet', TripletType);

const TripletFilterInput = builder.inputType('TripletFilter', {
  fields: (t) => ({
    split: t.field({ type: SplitType }),
    queryKind: t.field({ type: QueryKindType }),
    negativeKind: t.field({ type: NegativeKindType }),
  }),
});

builder.queryFields((t) => ({
  tripletSets: t.field({
    type: [TripletSetType],
    args: { catalogId: t.arg.id() },
    resolve: (_root, args, { services }) =>
      services.triplets.list(decodeOptionalId('Catalog', args.catalogId, 'catalogId')),
  }),
  tripletSet: t.field({
    type: TripletSetType,
    nullable: true,
    args: { id: t.arg.id({ required: true }) },
    resolve: (_root, { id }, { loaders }) => loaders.tripletSet.load(decodeId('TripletSet', id)),
  }),
  triplets: t.field({
    type: TripletConnection,
    args: {
      tripletSetId: t.arg.id({ required: true }),
      filter: t.arg({ type: TripletFilterInput }),
      first: t.arg.int({ defaultValue: 24 }),
      after: t.arg.string(),
    },
    resolve: async (_root, args, { services }) => {
      const setId = decodeId('TripletSet', args.tripletSetId, 'tripletSetId');
      const first = checkFirst(args.first, 24);
      const after = decodeCursor(args.after, 1)?.map((id) =>
        decodeId('Triplet', String(id), 'after'),
      );
      const rows = await services.triplets.page(setId, {
        first,
        after: after?.[0],
        filter: args.filter ?? {},
      });
      return connectionOf(rows, first, args.after, (row) => encodeCursor([String(row.id)]));
    },
  }),
  sampleTriplets: t.field({
    type: [TripletType],
    description: 'Random rows of one split; the same seed gives the same rows.',
    args: {
      tripletSetId: t.arg.id({ required: true }),
      split: t.arg({ type: SplitType, required: true }),
      count: t.arg.int({ defaultValue: 6 }),
      seed: t.arg.int({ required: true }),
      filter: t.arg({ type: TripletFilterInput }),
    },
    resolve: (_root, args, { services }) =>
      services.triplets.sample(decodeId('TripletSet', args.tripletSetId, 'tripletSetId'), {
        split: args.split,
        count: args.count ?? 6,
        seed: args.seed,
        filter: args.filter ?? {},
      }),
  }),
}));

const GenerateTripletsInput = builder.inputType('GenerateTripletsInput', {
  fields: (t) => ({
    catalogId: t.id({ required: true }),
    name: t.string({ required: true }),
    count: t.int({ defaultValue: 20_000 }),
    seed: t.int({ defaultValue: 1 }),
    matchOn: t.stringList({
      description: 'Attributes a positive must share, beside the category.',
    }),
    inClassShareCatalog: t.float({
      defaultValue: 0.5,
      description: 'Share of in-class negatives for catalog and for wild queries, 0 to 1.',
    }),
    inClassShareWild: t.float({ defaultValue: 0.5 }),
    wildQueryShare: t.float({
      defaultValue: 0.5,
      description: 'Share of queries that are wild photos, where there are any.',
    }),
    trainShare: t.float({
      defaultValue: 0.7,
      description: 'Shares of products in each split; they must sum to 1.',
    }),
    valShare: t.float({ defaultValue: 0.15 }),
    testShare: t.float({ defaultValue: 0.15 }),
  }),
});

const TripletCsvInput = builder.inputType('TripletCsvInput', {
  fields: (t) => ({
    split: t.field({ type: SplitType, required: true }),
    csvPath: t.string(),
    csvUploadId: t.id(),
  }),
});

const ImportTripletsInput = builder.inputType('ImportTripletsInput', {
  fields: (t) => ({
    catalogId: t.id({ required: true }),
    name: t.string({ required: true }),
    files: t.field({ type: [TripletCsvInput], required: true }),
  }),
});

builder.mutationFields((t) => ({
  generateTriplets: t.field({
    type: TripletSetType,
    args: { input: t.arg({ type: GenerateTripletsInput, required: true }) },
    resolve: (_root, { input }, { services }) =>
      services.triplets.startGenerate({
        ...input,
        catalogId: decodeId('Catalog', input.catalogId, 'catalogId'),
      }),
  }),
  importTriplets: t.field({
    type: TripletSetType,
    args: { input: t.arg({ type: ImportTripletsInput, required: true }) },
    resolve: (_root, { input }, { services }) =>
      services.triplets.startImport({
        ...input,
        catalogId: decodeId('Catalog', input.catalogId, 'catalogId'),
        files: input.files.map((file, index) => ({
          ...file,
          csvUploadId: decodeOptionalId('Upload', file.csvUploadId, `files.${index}.csvUploadId`),
        })),
      }),
  }),
}));

builder.subscriptionFields((t) => ({
  tripletSet: t.field({
    type: TripletSetType,
    args: { id: t.arg.id({ required: true }) },
    subscribe: (_root, args, { services, signal }) => {
      const id = decodeId('TripletSet', args.id);
      return watchRow(() => services.triplets.requireSet(id), signal);
    },
    resolve: (set) => set,
  }),
}));
