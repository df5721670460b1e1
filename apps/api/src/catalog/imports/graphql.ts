import type { ImportIssue } from '../../../../../prisma/client/client.ts';
import type { Context } from '../../context.ts';
import { decodeId, decodeOptionalId } from '../../globalIds.ts';
import { builder } from '../../graphql/builder.ts';
import { connectionType } from '../../graphql/connections.ts';
import { ImportPolicyType, RemovalPolicyType } from '../../graphql/enums.ts';
import { JobType } from '../../graphql/job.ts';
import { required } from '../../graphql/loaders.ts';
import { watchRow } from '../../graphql/subscriptions.ts';
import { CatalogType, ImportRunType } from '../../graphql/types.ts';
import {
  ColumnMappingInput,
  ColumnMappingType,
  FeedFormatType,
  toFeedInput,
} from '../feeds/graphqlMapping.ts';
import { type Example, OUTCOMES } from './example.ts';

const ImportIssueType = builder.objectRef<ImportIssue>('ImportIssue').implement({
  fields: (t) => ({
    row: t.exposeInt('row'),
    externalId: t.exposeString('externalId', { nullable: true }),
    field: t.exposeString('field', { nullable: true }),
    code: t.exposeString('code'),
    message: t.exposeString('message'),
  }),
});

const ImportExampleType = builder.objectRef<Example>('ImportExample').implement({
  fields: (t) => ({
    outcome: t.expose('outcome', {
      type: builder.enumType('ImportOutcome', { values: OUTCOMES }),
    }),
    row: t.exposeInt('row', { nullable: true }),
    externalId: t.exposeString('externalId', { nullable: true }),
    title: t.exposeString('title', { nullable: true }),
    reasons: t.stringList({
      description: 'Of an update: fields with old and new value. Of an invalid row: its issues.',
      resolve: ({ reasons }) => reasons,
    }),
  }),
});

const ImportIssueConnection = connectionType('ImportIssue', ImportIssueType);

builder.node(ImportRunType, {
  id: { resolve: ({ id }) => id },
  interfaces: [JobType],
  loadOne: (id, { loaders }) => loaders.importRun.load(id),
  fields: (t) => ({
    catalog: t.field({
      type: CatalogType,
      resolve: ({ catalogId }, _args, { loaders }) =>
        required('catalog', catalogId, loaders.catalog.load(catalogId)),
    }),
    source: t.string({
      description: 'Address or path that the feed was read from; `upload` for one handed in.',
      // Where uploads are kept is no caller's business.
      resolve: ({ address, source }, _args, { services }) =>
        address ?? (source.startsWith(services.storage.uploadsDir) ? 'upload' : source),
    }),
    sourceName: t.exposeString('sourceName', {
      description: 'What to call the feed: the name of its file.',
    }),
    format: t.expose('format', { type: FeedFormatType }),
    encoding: t.exposeString('encoding', { nullable: true }),
    mapping: t.expose('mapping', { type: ColumnMappingType }),
    policy: t.expose('policy', { type: ImportPolicyType }),
    removal: t.expose('removal', { type: RemovalPolicyType }),
    allowLargeRemoval: t.exposeBoolean('allowLargeRemoval'),
    dryRun: t.exposeBoolean('dryRun', {
      description: 'The counts then say what an import would do.',
    }),
    examples: t.field({
      type: [ImportExampleType],
      description: 'Of a dry run that has ended: at most 10 of each outcome.',
      resolve: ({ examples }) => [...examples],
    }),
    warnings: t.exposeStringList('warnings', {
      description: 'Of a dry run: what to know before it is confirmed.',
    }),
    plan: t.field({
      type: ImportRunType,
      nullable: true,
      description: 'The dry run that this import was confirmed from.',
      resolve: ({ planId }, _args, { loaders }) =>
        planId === null ? null : loaders.importRun.load(planId),
    }),
    confirmedAs: t.field({
      type: ImportRunType,
      nullable: true,
      description: 'The import that was started from this dry run.',
      resolve: ({ id }, _args, { loaders }) => loaders.importOfPlan.load(id),
    }),
    reportUrl: t.string({
      description: 'Path on this server of counts and issues as CSV; it is signed and expires.',
      resolve: ({ id }, _args, { services }) => services.catalog.imports.reportUrl(id),
    }),
    rowsRead: t.exposeInt('rowsRead'),
    rowsTotal: t.exposeInt('rowsTotal', { nullable: true }),
    created: t.exposeInt('created'),
    updated: t.exposeInt('updated'),
    unchanged: t.exposeInt('unchanged'),
    failed: t.exposeInt('failed'),
    removed: t.exposeInt('removed', {
      description: 'Products that the feed lacks, marked unavailable or deleted.',
    }),
    imagesStored: t.exposeInt('imagesStored', {
      description:
        'Images stored anew: pictures that were there already, for any product, are not.',
    }),
    withImage: t.exposeInt('withImage', {
      description: 'Products taken, new, changed or left as they are, that have an image.',
    }),
    withPrice: t.exposeInt('withPrice'),
    withCategory: t.exposeInt('withCategory'),
    withBrand: t.exposeInt('withBrand'),
    issueCount: t.int({
      resolve: ({ id }, _args, { loaders }) => loaders.importIssueCount.load(id),
    }),
    issues: t.field({
      type: ImportIssueConnection,
      args: { after: t.arg.string(), first: t.arg.int({ defaultValue: 50 }) },
      resolve: ({ id }, page, { loaders }) => loaders.issuesOfImport.load(id, page),
    }),
  }),
});

builder.queryFields((t) => ({
  importRun: t.field({
    type: ImportRunType,
    nullable: true,
    args: { id: t.arg.id({ required: true }) },
    resolve: (_root, { id }, { services }) =>
      services.catalog.imports.find(decodeId('ImportRun', id)),
  }),
  importRuns: t.field({
    type: [ImportRunType],
    args: { catalogId: t.arg.id(), first: t.arg.int({ defaultValue: 20 }) },
    resolve: (_root, { catalogId, first }, { services }) =>
      services.catalog.imports.list(decodeOptionalId('Catalog', catalogId, 'catalogId'), first),
  }),
}));

const ImportCatalogInput = builder.inputType('ImportCatalogInput', {
  description: 'Paths must lie under a root the operator allowed (IMPORT_ROOTS).',
  fields: (t) => ({
    address: t.string({ description: 'http or https address of the feed; it is fetched.' }),
    allowLargeRemoval: t.boolean({
      description: 'Removing more than half of the catalog is refused without it.',
    }),
    catalog: t.string({ required: true, description: 'Made if it is new.' }),
    encoding: t.string({ description: 'Left out: recognised.' }),
    format: t.field({ type: FeedFormatType, description: 'Left out: recognised.' }),
    imageDirectory: t.string({
      description: 'Left out: the folder of the feed, if it came in a zip or folder.',
    }),
    mapping: t.field({
      type: ColumnMappingInput,
      description:
        'Saved for the catalog. Left out: what was saved, the format prescribes, or is guessed.',
    }),
    path: t.string({ description: 'File, zip or folder on the server.' }),
    policy: t.field({
      type: ImportPolicyType,
      description: 'What becomes of products with an issue; left out: IGNORE_FAILED.',
    }),
    removal: t.field({
      type: RemovalPolicyType,
      description: 'What becomes of products that the feed lacks; left out: KEEP.',
    }),
    uploadId: t.id({ description: 'A completed upload of purpose CATALOG_FEED.' }),
  }),
});

builder.mutationFields((t) => ({
  planImport: t.field({
    type: ImportRunType,
    description: 'A dry run: counts what the import would do, with examples. Writes nothing else.',
    args: { input: t.arg({ type: ImportCatalogInput, required: true }) },
    resolve: (_root, { input }, { services }) => services.catalog.imports.plan(toFeedInput(input)),
  }),
  confirmImport: t.field({
    type: ImportRunType,
    description: 'Starts the import that a dry run showed, once. Returns the new run.',
    args: {
      id: t.arg.id({ required: true, description: 'The dry run.' }),
      allowLargeRemoval: t.arg.boolean({ defaultValue: false }),
    },
    resolve: (_root, { id, allowLargeRemoval }, { services }) =>
      services.catalog.imports.confirm(decodeId('ImportRun', id), {
        allowLargeRemoval: allowLargeRemoval ?? false,
      }),
  }),
  importCatalog: t.field({
    type: ImportRunType,
    description: 'Imports in one step, without a dry run.',
    args: { input: t.arg({ type: ImportCatalogInput, required: true }) },
    resolve: (_root, { input }, { services }) => services.catalog.imports.start(toFeedInput(input)),
  }),
  cancelImport: t.field({
    type: ImportRunType,
    args: { id: t.arg.id({ required: true }) },
    resolve: (_root, { id }, { services }) =>
      services.catalog.imports.cancel(decodeId('ImportRun', id)),
  }),
}));

builder.subscriptionField('importRun', (t) =>
  t.field({
    type: ImportRunType,
    args: { id: t.arg.id({ required: true }) },
    subscribe: (_root, args, { services, signal }: Context) => {
      const id = decodeId('ImportRun', args.id);
      return watchRow(() => services.catalog.imports.require(id), signal);
    },
    resolve: (run) => run,
  }),
);
