import { decodeId } from '../../globalIds.ts';
import { builder } from '../../graphql/builder.ts';
import { ModelSourceType } from '../../graphql/enums.ts';
import { required } from '../../graphql/loaders.ts';
import { ModelVersionType, TrainingRunType } from '../../graphql/types.ts';
import type { Coverage } from '../vectors/coverage.ts';
import { ModelManifestType, PreprocessingType } from './graphqlManifest.ts';

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
    manifest: t.field({ type: ModelManifestType, resolve: ({ manifest }) => manifest }),
    name: t.exposeString('name'),
    number: t.exposeInt('number'),
    preprocessing: t.field({
      type: PreprocessingType,
      resolve: ({ preprocessing }) => preprocessing,
    }),
    source: t.expose('source', { type: ModelSourceType }),
    trainingRun: t.field({
      type: TrainingRunType,
      nullable: true,
      resolve: ({ trainingRunId }, _args, { loaders }) =>
        trainingRunId === null ? null : loaders.trainingRun.load(trainingRunId),
    }),
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
    resolve: (_root, _args, { services }) => services.embeddings.models.list(),
  }),
}));

builder.mutationFields((t) => ({
  promoteModel: t.field({
    type: ModelVersionType,
    description:
      'Moves the alias; refused while images of the version are not embedded and indexed.',
    args: {
      alias: t.arg.string({ defaultValue: 'production' }),
      modelVersionId: t.arg.id({ required: true }),
    },
    resolve: (_root, { alias, modelVersionId }, { services }) =>
      services.embeddings.models.promote(
        decodeId('ModelVersion', modelVersionId, 'modelVersionId'),
        alias ?? 'production',
      ),
  }),
}));
