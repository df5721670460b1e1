import { decodeId } from '../globalIds.ts';
import { builder } from '../graphql/builder.ts';
import { connectionType } from '../graphql/connections.ts';
import { NegativeKindType, QueryKindType, SplitType } from '../graphql/enums.ts';
import { required } from '../graphql/loaders.ts';
import { ImageType, TripletType } from '../graphql/types.ts';
import { checkFirst, connectionOf, decodeCursor, encodeCursor } from '../paging.ts';
import type { Triplet } from './readingStore.ts';

builder.node(TripletType, {
  id: { resolve: (triplet) => String(triplet.id) },
  loadOne: (id, { loaders }) => loaders.triplet.load(id),
  fields: (t) => ({
    split: t.expose('split', { type: SplitType }),
    queryKind: t.expose('queryKind', { type: QueryKindType, nullable: true }),
    negativeKind: t.expose('negativeKind', { type: NegativeKindType, nullable: true }),
    sourceRow: t.int({
      nullable: true,
      description: 'Row of the file that it was read from; null where it was generated.',
      resolve: ({ provenance }) => provenance?.row,
    }),
    query: t.field({
      type: ImageType,
      resolve: ({ queryImageId }, _args, { loaders }) =>
        required('image', queryImageId, loaders.image.load(queryImageId)),
    }),
    positive: t.field({
      type: ImageType,
      resolve: ({ positiveImageId }, _args, { loaders }) =>
        required('image', positiveImageId, loaders.image.load(positiveImageId)),
    }),
    negative: t.field({
      type: ImageType,
      resolve: ({ negativeImageId }, _args, { loaders }) =>
        required('image', negativeImageId, loaders.image.load(negativeImageId)),
    }),
  }),
});

const TripletConnection = connectionType<Triplet>('Triplet', TripletType);

const TripletFilterInput = builder.inputType('TripletFilter', {
  fields: (t) => ({
    split: t.field({ type: SplitType }),
    queryKind: t.field({ type: QueryKindType }),
    negativeKind: t.field({ type: NegativeKindType }),
  }),
});

builder.queryFields((t) => ({
  triplets: t.field({
    type: TripletConnection,
    args: {
      tripletSetId: t.arg.id({ required: true }),
      filter: t.arg({ type: TripletFilterInput }),
      first: t.arg.int({ defaultValue: 24 }),
      after: t.arg.string(),
    },
    resolve: async (_root, args, { services }) => {
      const setId = decodeId('TripletSet', args.tripletSetId, 'tripletSetId');
      const first = checkFirst(args.first, 24);
      const after = decodeCursor(args.after, 1)?.map((id) =>
        decodeId('Triplet', String(id), 'after'),
      );
      const rows = await services.triplets.page(setId, {
        first,
        after: after?.[0],
        filter: args.filter ?? {},
      });
      return connectionOf(rows, first, args.after, (row) => encodeCursor([String(row.id)]));
    },
  }),
  sampleTriplets: t.field({
    type: [TripletType],
    description: 'Random rows of one split; the same seed gives the same rows.',
    args: {
      tripletSetId: t.arg.id({ required: true }),
      split: t.arg({ type: SplitType, required: true }),
      count: t.arg.int({ defaultValue: 6 }),
      seed: t.arg.int({ required: true }),
      filter: t.arg({ type: TripletFilterInput }),
    },
    resolve: (_root, args, { services }) =>
      services.triplets.sample(decodeId('TripletSet', args.tripletSetId, 'tripletSetId'), {
        split: args.split,
        count: args.count ?? 6,
        seed: args.seed,
        filter: args.filter ?? {},
      }),
  }),
}));
