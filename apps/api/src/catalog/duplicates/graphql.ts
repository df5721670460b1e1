import type { ImageDuplicate } from '../../../../../prisma/client/client.ts';
import type { DuplicateKind } from '../../../../../prisma/client/enums.ts';
import { decodeId, decodeOptionalId, encodeId } from '../../globalIds.ts';
import { builder } from '../../graphql/builder.ts';
import { connectionType } from '../../graphql/connections.ts';
import { DuplicateKindType } from '../../graphql/enums.ts';
import { required } from '../../graphql/loaders.ts';
import { ImageType } from '../../graphql/types.ts';

const DuplicateImagesType = builder.objectRef<ImageDuplicate>('DuplicateImages').implement({
  description: 'Images of several products that seem to show the same.',
  fields: (t) => ({
    id: t.id({ resolve: ({ id }) => encodeId('DuplicateImages', id) }),
    kind: t.expose('kind', { type: DuplicateKindType }),
    difference: t.exposeFloat('difference', {
      description: '0 for the same file; up to 0.05 for the same picture, 0.08 for a near one.',
    }),
    dismissed: t.boolean({
      description: 'A person said that they are none.',
      resolve: ({ dismissedAt }) => dismissedAt !== null,
    }),
    image: t.field({
      type: ImageType,
      resolve: ({ imageId }, _args, { loaders }) =>
        required('image', imageId, loaders.image.load(imageId)),
    }),
    other: t.field({
      type: ImageType,
      description: 'The same as `image` for the kind SAME_FILE.',
      resolve: ({ otherId }, _args, { loaders }) =>
        required('image', otherId, loaders.image.load(otherId)),
    }),
  }),
});

const DuplicateImagesConnection = connectionType('DuplicateImages', DuplicateImagesType);

const DuplicateCountType = builder
  .objectRef<{ kind: DuplicateKind; count: number }>('DuplicateCount')
  .implement({
    fields: (t) => ({
      kind: t.expose('kind', { type: DuplicateKindType }),
      count: t.exposeInt('count'),
    }),
  });

builder.queryFields((t) => ({
  duplicateImages: t.field({
    type: DuplicateImagesConnection,
    description: 'The most alike first. Variants of one product (item groups) are left out.',
    args: {
      after: t.arg.string(),
      catalogId: t.arg.id(),
      dismissed: t.arg.boolean({
        defaultValue: false,
        description: 'Those that a person said are none, instead of the others.',
      }),
      first: t.arg.int({ defaultValue: 24 }),
      kind: t.arg({ type: DuplicateKindType }),
    },
    resolve: (_root, { catalogId, kind, dismissed, ...page }, { services }) => {
      const id = decodeOptionalId('Catalog', catalogId, 'catalogId');
      const filter = { catalogId: id, kind: kind ?? undefined, dismissed: dismissed ?? false };
      return services.catalog.duplicates.page(filter, page);
    },
  }),
  duplicateCounts: t.field({
    type: [DuplicateCountType],
    description: 'How many wait to be looked at; kinds without any are missing.',
    args: { catalogId: t.arg.id() },
    resolve: (_root, { catalogId }, { services }) =>
      services.catalog.duplicates.count(decodeOptionalId('Catalog', catalogId, 'catalogId')),
  }),
}));

builder.mutationFields((t) => ({
  dismissDuplicate: t.field({
    type: DuplicateImagesType,
    description: 'Remembers that these images are no duplicates; false takes that back.',
    args: {
      dismissed: t.arg.boolean({ defaultValue: true }),
      id: t.arg.id({ required: true }),
    },
    resolve: (_root, { id, dismissed }, { services }) =>
      services.catalog.duplicates.dismiss(decodeId('DuplicateImages', id), dismissed ?? true),
  }),
}));
