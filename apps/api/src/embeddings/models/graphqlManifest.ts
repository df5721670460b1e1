/** What a model version says of itself: how it wants its images, and where it comes from. */
import { builder } from '../../graphql/builder.ts';
import { ImageFitType, PixelRangeType } from './graphqlImport.ts';
import type { ModelManifest, ModelVersion } from './modelVersion.ts';

export const PreprocessingType = builder
  .objectRef<ModelVersion['preprocessing']>('Preprocessing')
  .implement({
    description: 'How an image becomes the input of a model.',
    fields: (t) => ({
      background: t.intList({
        description: 'RGB, 0 to 255: padding, and what shows through transparent pixels.',
        resolve: ({ background }) => [...background],
      }),
      fit: t.expose('fit', { type: ImageFitType }),
      scale: t.expose('scale', { type: PixelRangeType }),
      size: t.exposeInt('size', { description: 'Side of the square input, in pixels.' }),
    }),
  });

const CheckedFileType = builder.objectRef<ModelManifest['weights']>('CheckedFile').implement({
  description: 'A file of a model, with what proves it whole.',
  fields: (t) => ({
    bytes: t.exposeInt('bytes'),
    path: t.exposeString('path'),
    sha256: t.exposeString('sha256'),
  }),
});

type ImportRecord = NonNullable<ModelManifest['imported']>;

const ModelFormatType = builder.enumType('ModelFormat', {
  values: {
    KERAS: { value: 'keras' satisfies ImportRecord['format'] },
    TFJS: { value: 'tfjs' satisfies ImportRecord['format'] },
  },
});

const ImportChoiceType = builder
  .objectRef<{ name: string; value: string | number }>('ImportChoice')
  .implement({
    fields: (t) => ({
      name: t.exposeString('name'),
      value: t.string({ resolve: ({ value }) => String(value) }),
    }),
  });

const ImportRecordType = builder.objectRef<ImportRecord>('ImportRecord').implement({
  description: 'What was imported and how it was understood.',
  fields: (t) => ({
    choices: t.field({
      type: [ImportChoiceType],
      description: 'What changed the weights or the input.',
      resolve: ({ options }) => Object.entries(options).map(([name, value]) => ({ name, value })),
    }),
    file: t.exposeString('file', { description: 'Name of the file or folder.' }),
    format: t.expose('format', { type: ModelFormatType }),
    sha256: t.exposeString('sha256'),
  }),
});

type Best = NonNullable<ModelManifest['best']>;

const BestCheckpointType = builder.objectRef<Best>('BestCheckpoint').implement({
  description: 'Where the run was best, and by which measurement on the validation split.',
  fields: (t) => ({
    epoch: t.exposeInt('epoch'),
    metric: t.exposeString('metric'),
    step: t.exposeInt('step'),
    value: t.exposeFloat('value'),
  }),
});

export const ModelManifestType = builder.objectRef<ModelManifest>('ModelManifest').implement({
  description: 'What the checkpoint of a model says of itself.',
  fields: (t) => ({
    backend: t.exposeString('backend', { description: 'What it was trained or imported with.' }),
    best: t.field({
      type: BestCheckpointType,
      nullable: true,
      resolve: ({ best }) => best ?? null,
    }),
    config: t.field({
      type: 'JSON',
      nullable: true,
      description: 'The training configuration as it was saved; null for an imported model.',
      resolve: ({ config }) => config ?? null,
    }),
    createdAt: t.field({
      type: 'DateTime',
      resolve: ({ createdAt }) => new Date(createdAt),
    }),
    dataFingerprint: t.exposeString('dataFingerprint'),
    epoch: t.exposeInt('epoch'),
    imported: t.field({
      type: ImportRecordType,
      nullable: true,
      description: 'Where a model that was trained elsewhere came from.',
      resolve: ({ imported }) => imported ?? null,
    }),
    labelsFingerprint: t.string({
      nullable: true,
      resolve: ({ labelsFingerprint }) => labelsFingerprint ?? null,
    }),
    seed: t.exposeInt('seed'),
    step: t.exposeInt('step', { description: 'Steps of training done.' }),
    topology: t.field({
      type: CheckedFileType,
      nullable: true,
      description: 'The layers, where the architecture is none of ours.',
      resolve: ({ topology }) => topology ?? null,
    }),
    weights: t.field({ type: CheckedFileType, resolve: ({ weights }) => weights }),
  }),
});
