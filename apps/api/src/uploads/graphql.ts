import { encodeId } from '../globalIds.ts';
import { builder } from '../graphql/builder.ts';
import { uploadPath } from './routes.ts';
import { UPLOAD_PURPOSES, type UploadTarget } from './service.ts';

const UploadPurposeType = builder.enumType('UploadPurpose', { values: UPLOAD_PURPOSES });

const UploadTargetType = builder.objectRef<UploadTarget>('UploadTarget').implement({
  fields: (t) => ({
    id: t.id({ resolve: ({ id }) => encodeId('Upload', id) }),
    url: t.string({
      description: 'PUT the bytes here; the address is signed and expires.',
      resolve: uploadPath,
    }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime' }),
    maxBytes: t.exposeInt('maxBytes'),
  }),
});

builder.mutationField('createUpload', (t) =>
  t.field({
    type: UploadTargetType,
    args: {
      name: t.arg.string({ description: 'Of the file, to be called by.' }),
      purpose: t.arg({ type: UploadPurposeType, required: true }),
    },
    resolve: (_root, { name, purpose }, { services }) =>
      services.uploads.createUpload(purpose, name),
  }),
);
