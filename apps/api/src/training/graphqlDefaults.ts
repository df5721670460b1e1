import {
  defaultTrainingConfig,
  type JobFile,
  type ModelSummary,
  type NamedConfiguration,
  type SettingSummary,
} from '@semblance/ml';
import { builder } from '../graphql/builder.ts';
import { TrainingConfigType } from './graphqlConfig.ts';
import type { TrainingService } from './service.ts';

const ModelStatusType = builder.enumType('ModelStatus', {
  values: {
    AS_PUBLISHED: {
      value: 'as published',
      description: 'Computes what the published code computed, its defects included.',
    },
    AS_INTENDED: { value: 'as intended', description: 'What its authors set out to compute.' },
    OURS: { value: 'ours' },
  } as const,
});

const ArchitectureType = builder.objectRef<ModelSummary>('Architecture').implement({
  fields: (t) => ({
    name: t.exposeString('name'),
    family: t.exposeString('family'),
    status: t.expose('status', { type: ModelStatusType }),
    description: t.exposeString('description'),
    embeddingDimension: t.exposeInt('embeddingDimension'),
    outputShape: t.field({
      type: ['Int'],
      description: 'Before it becomes a vector: its length, or height, width and channels.',
      resolve: ({ outputShape }) => [...outputShape],
    }),
    inputSize: t.exposeInt('inputSize'),
    parameters: t.int({ resolve: ({ parameters }) => parameters.total }),
    trainableParameters: t.int({ resolve: ({ parameters }) => parameters.trainable }),
    imagenetBackbone: t.exposeString('imagenetBackbone', {
      nullable: true,
      description: 'The ImageNet weights that training starts from.',
    }),
    frozenLayers: t.field({
      type: ['String'],
      description: 'Layers that training leaves alone.',
      resolve: ({ frozenLayers }) => [...frozenLayers],
    }),
    cpuFriendly: t.exposeBoolean('cpuFriendly'),
  }),
});

const JobFileType = builder.objectRef<JobFile>('PublishedJobFile').implement({
  fields: (t) => ({
    model_id: t.exposeString('model_id'),
    loss: t.exposeString('loss'),
    optimizer: t.exposeString('optimizer'),
    train_csv: t.exposeString('train_csv'),
    val_csv: t.exposeString('val_csv'),
    train_epocs: t.exposeInt('train_epocs'),
    batch_size: t.exposeInt('batch_size', { description: 'Triplets.' }),
    lr: t.exposeFloat('lr'),
  }),
});

const TrainingConfigurationType = builder
  .objectRef<NamedConfiguration>('TrainingConfiguration')
  .implement({
    description: 'A published job as a configuration of ours.',
    fields: (t) => ({
      name: t.exposeString('name'),
      status: t.expose('status', { type: ModelStatusType }),
      description: t.exposeString('description'),
      config: t.field({
        type: TrainingConfigType,
        description: 'The whole of it: where the job says nothing, the default.',
        resolve: ({ config }) => defaultTrainingConfig(config),
      }),
      notes: t.field({
        type: ['String'],
        description: 'What to know before running it.',
        resolve: ({ notes }) => [...notes],
      }),
      file: t.field({
        type: JobFileType,
        description: 'The published job file, with its own keys and names.',
        resolve: ({ job }) => job.file,
      }),
    }),
  });

const SettingKindType = builder.enumType('TrainingSettingKind', {
  values: {
    CHOICE: { value: 'choice', description: 'One of `choices`.' },
    NAMES: { value: 'names', description: 'Some of `choices` joined by +, or `none`.' },
    NUMBER: { value: 'number' },
    WHOLE: { value: 'whole' },
    FLAG: { value: 'flag' },
  } as const,
});

const SettingExplanationType = builder
  .objectRef<NonNullable<SettingSummary['explanations']>[number]>('TrainingSettingExplanation')
  .implement({
    description: 'What a choice means.',
    fields: (t) => ({
      name: t.exposeString('name'),
      description: t.exposeString('description'),
    }),
  });

const TrainingSettingType = builder.objectRef<SettingSummary>('TrainingSetting').implement({
  description: 'One field of a training configuration.',
  fields: (t) => ({
    name: t.exposeString('name'),
    group: t.exposeString('group'),
    kind: t.expose('kind', { type: SettingKindType }),
    description: t.exposeString('description'),
    choices: t.exposeStringList('choices', { nullable: true }),
    explanations: t.field({
      type: [SettingExplanationType],
      nullable: true,
      description: 'Of choices whose names do not say it all: losses, miners and the like.',
      resolve: ({ explanations }) => explanations && [...explanations],
    }),
    minimum: t.exposeFloat('minimum', { nullable: true }),
    maximum: t.exposeFloat('maximum', { nullable: true }),
    nullable: t.exposeBoolean('nullable'),
    common: t.exposeBoolean('common', { description: 'Whether most people want to see it.' }),
  }),
});

const TrainingDefaultsType = builder
  .objectRef<ReturnType<TrainingService['defaults']>>('TrainingDefaults')
  .implement({
    fields: (t) => ({
      config: t.field({ type: TrainingConfigType, resolve: (defaults) => defaults.config }),
      models: t.field({ type: [ArchitectureType], resolve: (defaults) => defaults.models }),
      settings: t.field({
        type: [TrainingSettingType],
        description: 'Every field of the configuration.',
        resolve: (defaults) => defaults.settings,
      }),
      configurations: t.field({
        type: [TrainingConfigurationType],
        description: 'What can be started by name instead.',
        resolve: (defaults) => defaults.configurations,
      }),
    }),
  });

builder.queryFields((t) => ({
  trainingDefaults: t.field({
    type: TrainingDefaultsType,
    resolve: (_root, _args, { services }) => services.training.defaults(),
  }),
}));
