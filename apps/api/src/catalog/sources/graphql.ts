import { decodeId, decodeOptionalId, encodeId } from '../../globalIds.ts';
import { builder } from '../../graphql/builder.ts';
import { ImportPolicyType, RemovalPolicyType, SourceOutcomeType } from '../../graphql/enums.ts';
import { required } from '../../graphql/loaders.ts';
import { CatalogType, ImportRunType } from '../../graphql/types.ts';
import {
  ColumnMappingInput,
  ColumnMappingType,
  FeedFormatType,
  toFeedInput,
} from '../feeds/graphqlMapping.ts';
import { mappingSchema } from '../feeds/mapping.ts';
import type { ImportSource } from './importSource.ts';

const ImportSourceType = builder.objectRef<ImportSource>('ImportSource').implement({
  description: 'An address that a catalog is imported from on a schedule.',
  fields: (t) => ({
    id: t.id({ resolve: ({ id }) => encodeId('ImportSource', id) }),
    catalog: t.field({
      type: CatalogType,
      resolve: ({ catalogId }, _args, { loaders }) =>
        required('catalog', catalogId, loaders.catalog.load(catalogId)),
    }),
    address: t.exposeString('address'),
    format: t.expose('format', { type: FeedFormatType, nullable: true }),
    encoding: t.exposeString('encoding', { nullable: true }),
    mapping: t.field({
      type: ColumnMappingType,
      nullable: true,
      description: 'As far as it was given; empty where it is left to the format or the guess.',
      resolve: ({ mapping }) => mapping && mappingSchema.parse(mapping),
    }),
    policy: t.expose('policy', { type: ImportPolicyType }),
    removal: t.expose('removal', { type: RemovalPolicyType }),
    allowLargeRemoval: t.exposeBoolean('allowLargeRemoval'),
    everyMinutes: t.exposeInt('everyMinutes'),
    enabled: t.exposeBoolean('enabled', { description: 'False: paused.' }),
    nextAt: t.expose('nextAt', { type: 'DateTime' }),
    lastAt: t.expose('lastAt', { type: 'DateTime', nullable: true }),
    lastOutcome: t.expose('lastOutcome', { type: SourceOutcomeType, nullable: true }),
    errorCode: t.exposeString('errorCode', { nullable: true }),
    error: t.exposeString('error', { nullable: true }),
    lastRun: t.field({
      type: ImportRunType,
      nullable: true,
      description: 'The import that was started last.',
      resolve: ({ lastRunId }, _args, { loaders }) =>
        lastRunId === null ? null : loaders.importRun.load(lastRunId),
    }),
  }),
});

builder.queryFields((t) => ({
  importSources: t.field({
    type: [ImportSourceType],
    args: { catalogId: t.arg.id() },
    resolve: (_root, { catalogId }, { services }) =>
      services.catalog.sources.list(decodeOptionalId('Catalog', catalogId, 'catalogId')),
  }),
}));

const ImportSourceInput = builder.inputType('ImportSourceInput', {
  fields: (t) => ({
    address: t.string({ required: true, description: 'http or https address of the feed.' }),
    allowLargeRemoval: t.boolean(),
    catalog: t.string({ required: true, description: 'Made if it is new.' }),
    encoding: t.string({ description: 'Left out: recognised.' }),
    everyMinutes: t.int({ required: true, description: '5 minutes to 31 days.' }),
    format: t.field({ type: FeedFormatType, description: 'Left out: recognised.' }),
    mapping: t.field({ type: ColumnMappingInput }),
    policy: t.field({ type: ImportPolicyType, description: 'Left out: IGNORE_FAILED.' }),
    removal: t.field({ type: RemovalPolicyType, description: 'Left out: KEEP.' }),
  }),
});

builder.mutationFields((t) => ({
  createImportSource: t.field({
    type: ImportSourceType,
    description: 'The first import is due at once.',
    args: { input: t.arg({ type: ImportSourceInput, required: true }) },
    resolve: (_root, { input }, { services }) => {
      const { uploadId: _none, ...source } = toFeedInput(input);
      return services.catalog.sources.create(source);
    },
  }),
  updateImportSource: t.field({
    type: ImportSourceType,
    args: {
      enabled: t.arg.boolean({ description: 'False pauses it.' }),
      everyMinutes: t.arg.int(),
      id: t.arg.id({ required: true }),
    },
    resolve: (_root, { id, ...change }, { services }) =>
      services.catalog.sources.update(decodeId('ImportSource', id), change),
  }),
  runImportSource: t.field({
    type: ImportSourceType,
    description: 'Has the worker fetch it now, also when it is paused.',
    args: { id: t.arg.id({ required: true }) },
    resolve: (_root, { id }, { services }) =>
      services.catalog.sources.enqueue(decodeId('ImportSource', id)),
  }),
  deleteImportSource: t.id({
    description: 'What was imported from it stays.',
    args: { id: t.arg.id({ required: true }) },
    resolve: async (_root, { id }, { services }) => {
      await services.catalog.sources.delete(decodeId('ImportSource', id));
      return id;
    },
  }),
}));
