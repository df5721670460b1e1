import { builder } from '../../graphql/builder.ts';
import { JobStatusType } from '../../graphql/enums.ts';
import { decodeId } from '../../graphql/ids.ts';
import { required } from '../../graphql/loaders.ts';
import { watchRow } from '../../graphql/subscriptions.ts';
import { EmbedRunType, ModelVersionType } from '../../graphql/types.ts';
import { checkFirst } from '../../paging.ts';

builder.node(EmbedRunType, {
  id: { resolve: (run) => run.id },
  loadOne: (id, { services }) => services.embeddings.runs.find(id),
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
  embedRun: t.field({
    type: EmbedRunType,
    nullable: true,
    args: { id: t.arg.id({ required: true }) },
    resolve: (_root, { id }, { services }) =>
      services.embeddings.runs.find(decodeId('EmbedRun', id)),
  }),
  embedRuns: t.field({
    type: [EmbedRunType],
    args: { first: t.arg.int({ defaultValue: 20 }) },
    resolve: (_root, { first }, { services }) =>
      services.embeddings.runs.list(checkFirst(first, 20)),
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
      services.embeddings.runs.start(
        decodeId('ModelVersion', modelVersionId, 'modelVersionId'),
        promote ?? false,
      ),
  }),
  cancelEmbedding: t.field({
    type: EmbedRunType,
    args: { id: t.arg.id({ required: true }) },
    resolve: (_root, { id }, { services }) =>
      services.embeddings.runs.cancel(decodeId('EmbedRun', id)),
  }),
}));

builder.subscriptionField('embedRun', (t) =>
  t.field({
    type: EmbedRunType,
    args: { id: t.arg.id({ required: true }) },
    subscribe: (_root, { id }, { services, signal }) =>
      watchRow(() => services.embeddings.runs.require(decodeId('EmbedRun', id)), signal),
    resolve: (run) => run,
  }),
);
