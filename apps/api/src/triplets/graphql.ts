import { decodeId, decodeOptionalId } from '../globalIds.ts';
import { builder } from '../graphql/builder.ts';
import { NegativeKindType, QueryKindType, SplitType, TripletSourceType } from '../graphql/enums.ts';
import { JobType } from '../graphql/job.ts';
import { required } from '../graphql/loaders.ts';
import { watchRow } from '../graphql/subscriptions.ts';
import { CatalogType, TripletSetType } from '../graphql/types.ts';
import { type TripletCount, totalOf } from './counts.ts';
import { TripletSetRecipeType } from './graphqlRecipe.ts';
import { progressOf, type TripletIssue } from './tripletSet.ts';

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
    progress: t.float({
      description: 'Share of the making that is done, 0 to 1.',
      resolve: (set) => progressOf(set),
    }),
    recipe: t.field({
      type: TripletSetRecipeType,
      nullable: true,
      resolve: ({ recipe }) => recipe,
    }),
    counts: t.field({ type: [TripletCountType], resolve: ({ counts }) => counts.rows }),
    total: t.int({ resolve: (set) => totalOf(set) }),
    issueCount: t.exposeInt('issueCount'),
    issues: t.field({ type: [TripletIssueType], resolve: ({ issues }) => issues }),
    catalog: t.field({
      type: CatalogType,
      resolve: ({ catalogId }, _args, { loaders }) =>
        required('catalog', catalogId, loaders.catalog.load(catalogId)),
    }),
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
  cancelTripletSet: t.field({
    type: TripletSetType,
    description: 'Stops the making of a set; a waiting one ends at once. It then has no rows.',
    args: { id: t.arg.id({ required: true }) },
    resolve: (_root, { id }, { services }) => services.triplets.cancel(decodeId('TripletSet', id)),
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
