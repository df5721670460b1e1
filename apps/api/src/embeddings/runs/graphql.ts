import { decodeId } from '../../globalIds.ts';
import { builder } from '../../graphql/builder.ts';
import { JobType } from '../../graphql/job.ts';
import { required } from '../../graphql/loaders.ts';
import { watchRow } from '../../graphql/subscriptions.ts';
import { EmbedRunType, ModelVersionType } from '../../graphql/types.ts';
import { checkFirst } from '../../paging.ts';

builder.node(EmbedRunType, {
  id: { resolve: (run) => run.id },
  interfaces: [JobType],
  loadOne: (id, { services }) => services.embeddings.runs.find(id),
  fields: (t) => ({
    failed: t.exposeInt('failed'),
    modelVersion: t.field({
      type: ModelVersionType,
      resolve: ({ modelVersionId }, _args, { loaders }) =>
        required('model version', modelVersionId, loaders.modelVersion.load(modelVersionId)),
    }),
    promote: t.exposeBoolean('promote'),
    total: t.int({
      deprecationReason: '`outOf`, which every job has.',
      resolve: ({ total }) => total ?? 0,
    }),
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
