import { builder } from '../graphql/builder.ts';
import { JobStatusType, ModelSourceType } from '../graphql/enums.ts';
import { decodeId } from '../graphql/ids.ts';
import { required } from '../graphql/loaders.ts';
import { watchRow } from '../graphql/subscriptions.ts';
import { EmbedRunType, ModelVersionType, TrainingRunType } from '../graphql/types.ts';
import { checkFirst } from '../paging.ts';
import type { Coverage } from './vectors/vectorTable.ts';

const CoverageType = builder.objectRef<Coverage>('EmbeddingCoverage').implement({
  fields: (t) => ({
    embedded: t.exposeInt('embedded'),
    images: t.exposeInt('images'),
    indexed: t.exposeBoolean('indexed'),
  }),
});

builder.node(ModelVersionType, {
  id: { resolve: (model) => model.id },
  loadOne: (id, { loaders }) => loaders.modelVersion.load(id),
  fields: (t) => ({
    aliases: t.stringList({
      resolve: ({ id }, _args, { loaders }) => loaders.aliasesOfModel.load(id),
    }),
    architecture: t.exposeString('architecture'),
    coverage: t.field({
      type: CoverageType,
      description: 'Images that have an embedding of this version, of all images.',
      resolve: ({ number }, _args, { loaders }) =>
        required('coverage', number, loaders.coverage.load(number)),
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime' }),
    dimension: t.exposeInt('dimension'),
    manifest: t.expose('manifest', { type: 'JSON' }),
    metrics: t.expose('metrics', { type: 'JSON' }),
    name: t.exposeString('name'),
    number: t.exposeInt('number'),
    preprocessing: t.expose('preprocessing', { type: 'JSON' }),
    source: t.expose('source', { type: ModelSourceType }),
    trainingRun: t.field({
      type: TrainingRunType,
      nullable: true,
      resolve: ({ trainingRunId }, _args, { loaders }) =>
        trainingRunId === null ? null : loaders.trainingRun.load(trainingRunId),
    }),
  }),
});

builder.node(EmbedRunType, {
  id: { resolve: (run) => run.id },
  loadOne: (id, { services }) => services.embeddings.findRun(id),
  fields: (t) => ({
    cancelRequested: t.exposeBoolean('cancelRequested'),
    createdAt: t.expose('createdAt', { type: 'DateTime' }),
    done: t.exposeInt('done'),
    error: t.exposeString('error', { nullable: true }),
    errorCode: t.exposeString('errorCode', { nullable: true }),
    failed: t.exposeInt('failed'),
    finishedAt: t.expose('finishedAt', { type: 'DateTime', nullable: true }),
    modelVersion: t.field({
      type: ModelVersionType,
      resolve: ({ modelVersionId }, _args, { loaders }) =>
        required('model version', modelVersionId, loaders.modelVersion.load(modelVersionId)),
    }),
    phase: t.exposeString('phase', { nullable: true }),
    promote: t.exposeBoolean('promote'),
    startedAt: t.expose('startedAt', { type: 'DateTime', nullable: true }),
    status: t.expose('status', { type: JobStatusType }),
    total: t.int({ resolve: ({ total }) => total ?? 0 }),
  }),
});

builder.queryFields((t) => ({
  model: t.field({
    type: ModelVersionType,
    nullable: true,
    args: { id: t.arg.id({ required: true }) },
    resolve: (_root, { id }, { loaders }) =>
      loaders.modelVersion.load(decodeId('ModelVersion', id)),
  }),
  models: t.field({
    type: [ModelVersionType],
    resolve: (_root, _args, { services }) => services.embeddings.models(),
  }),
  embedRun: t.field({
    type: EmbedRunType,
    nullable: true,
    args: { id: t.arg.id({ required: true }) },
    resolve: (_root, { id }, { services }) => services.embeddings.findRun(decodeId('EmbedRun', id)),
  }),
  embedRuns: t.field({
    type: [EmbedRunType],
    args: { first: t.arg.int({ defaultValue: 20 }) },
    resolve: (_root, { first }, { services }) =>
      services.embeddings.embedRuns(checkFirst(first, 20)),
  }),
}));

builder.mutationFields((t) => ({
  embedImages: t.field({
    type: EmbedRunType,
    description:
      'Embeds every image that lacks a vector of this model version, then builds its index.',
    args: {
      modelVersionId: t.arg.id({ required: true }),
      promote: t.arg.boolean({ defaultValue: false }),
    },
    resolve: (_root, { modelVersionId, promote }, { services }) =>
      services.embeddings.startEmbedding(
        decodeId('ModelVersion', modelVersionId, 'modelVersionId'),
        promote ?? false,
      ),
  }),
  cancelEmbedding: t.field({
    type: EmbedRunType,
    args: { id: t.arg.id({ required: true }) },
    resolve: (_root, { id }, { services }) =>
      services.embeddings.cancelEmbedding(decodeId('EmbedRun', id)),
  }),
  promoteModel: t.field({
    type: ModelVersionType,
    description:
      'Moves the alias; refused while images of the version are not embedded and indexed.',
    args: {
      alias: t.arg.string({ defaultValue: 'production' }),
      modelVersionId: t.arg.id({ required: true }),
    },
    resolve: (_root, { alias, modelVersionId }, { services }) =>
      services.embeddings.promote(
        decodeId('ModelVersion', modelVersionId, 'modelVersionId'),
        alias ?? 'production',
      ),
  }),
}));

builder.subscriptionField('embedRun', (t) =>
  t.field({
    type: EmbedRunType,
    args: { id: t.arg.id({ required: true }) },
    subscribe: (_root, { id }, { services, signal }) =>
      watchRow(() => services.embeddings.requireRun(decodeId('EmbedRun', id)), signal),
    resolve: (run) => run,
  }),
);
