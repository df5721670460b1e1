import type { ConcatenationName, ImagenetInput, PixelRange, Preprocessing } from '@semblance/ml';
import { badInput } from '../../errors.ts';
import { decodeId } from '../../globalIds.ts';
import { builder } from '../../graphql/builder.ts';
import { ModelVersionType } from '../../graphql/types.ts';
import type { Services } from '../../services.ts';

const ConcatenationType = builder.enumType('WeightsConcatenation', {
  description: 'Order of the blocks in a MILDNet checkpoint: that of the Python that trained it.',
  values: {
    PYTHON2: { value: 'python2' satisfies ConcatenationName },
    PYTHON3: { value: 'python3' satisfies ConcatenationName },
  },
});

const ImagenetInputType = builder.enumType('ImagenetInput', {
  description:
    'What an ImageNet backbone is fed: RGB in 0..1 as published, or what it was trained on.',
  values: {
    AS_PUBLISHED: { value: 'as-published' satisfies ImagenetInput },
    AS_INTENDED: { value: 'as-intended' satisfies ImagenetInput },
  },
});

export const PixelRangeType = builder.enumType('PixelRange', {
  description: 'What a TensorFlow.js model takes for black and white.',
  values: {
    ZERO_TO_ONE: { value: 'zero-to-one' satisfies PixelRange },
    MINUS_ONE_TO_ONE: { value: 'minus-one-to-one' satisfies PixelRange },
    BYTES: { value: 'bytes' satisfies PixelRange },
  },
});

export const ImageFitType = builder.enumType('ImageFit', {
  description:
    'How images are brought to a square: padded, or stretched as the published code did.',
  values: {
    CONTAIN: { value: 'contain' satisfies Preprocessing['fit'] },
    FILL: { value: 'fill' satisfies Preprocessing['fit'] },
  },
});

const ImportModelInput = builder.inputType('ImportModelInput', {
  fields: (t) => ({
    name: t.string({ required: true }),
    path: t.string({
      description:
        'On the server, under IMPORT_ROOTS: a Keras weight file, or a TensorFlow.js model.json or its folder.',
    }),
    uploadId: t.id({
      description: 'Instead of a path: an upload for MODEL_WEIGHTS (Keras, HDF5).',
    }),
    architecture: t.string({ description: 'What a Keras file holds the weights of.' }),
    concatenation: t.field({ type: ConcatenationType }),
    input: t.field({ type: ImagenetInputType }),
    pixels: t.field({ type: PixelRangeType }),
    fit: t.field({ type: ImageFitType }),
  }),
});

builder.mutationField('importModel', (t) =>
  t.field({
    type: ModelVersionType,
    description: 'Makes a model version of weights that were trained elsewhere; embed it next.',
    args: { input: t.arg({ type: ImportModelInput, required: true }) },
    resolve: async (_root, { input }, { services }) => {
      const { path, uploadId, ...rest } = input;
      const options = Object.entries(rest).filter(([, value]) => value !== null);
      const request = { name: input.name, ...Object.fromEntries(options) };
      if (uploadId && path) throw badInput('path', 'Give path or uploadId, not both.');
      if (uploadId) return importUpload(services, uploadId, request);
      if (!path) throw badInput('path', 'Give path or uploadId.');
      return services.embeddings.models.import({ ...request, path }, false);
    },
  }),
);

/** What was uploaded lies in a folder of ours, wherever imports may read from. */
async function importUpload(services: Services, uploadId: string, request: { name: string }) {
  const id = decodeId('Upload', uploadId, 'uploadId');
  const { path } = await services.uploads.requireUpload(id, 'MODEL_WEIGHTS');
  return services.embeddings.models.import({ ...request, path }, true);
}
