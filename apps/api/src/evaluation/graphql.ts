import type { Image, Product } from '../../../../prisma/client/client.ts';
import { type Context, defineLoader } from '../context.ts';
import { notFound } from '../errors.ts';
import { builder } from '../graphql/builder.ts';
import { JobStatusType, SplitType } from '../graphql/enums.ts';
import { decodeId } from '../graphql/ids.ts';
import { watchRow } from '../graphql/subscriptions.ts';
import {
  EvaluationType,
  ImageType,
  ModelVersionType,
  ProductType,
  TripletSetType,
} from '../graphql/types.ts';
import type { EvaluationRow } from './store.ts';
import type { StoredReport, StoredSample } from './storedReport.ts';

const loadImage = defineLoader<string, Image>((ids, { services }) =>
  services.catalog.imagesByIds(ids),
);
const loadProducts = defineLoader<string, Product[]>((ids, { services }) =>
  services.catalog.productsOfImages(ids),
);
const loadModel = defineLoader((ids: readonly string[], { services }) =>
  services.embeddings.modelsByIds(ids),
);
const loadTripletSet = defineLoader((ids: readonly string[], { services }) =>
  services.triplets.setsByIds(ids),
);
const loadEvaluations = defineLoader<string, EvaluationRow[]>((ids, { services }) =>
  services.evaluation.ofModels(ids),
);
const loadReport = defineLoader<string, StoredReport>(async (ids, { services }) => {
  const found = new Map<string, StoredReport>();
  for (const id of ids) {
    const report = await services.evaluation.report(id);
    if (report) found.set(id, report);
  }
  return found;
});

/** Null for an image that was deleted since. */
const imageOf = (context: Context, id: string) => loadImage(context, id);
const productOf = async (context: Context, imageId: string) =>
  (await loadProducts(context, imageId))?.[0] ?? null;

const SampleResultType = builder
  .objectRef<StoredSample['results'][number]>('EvaluationSampleResult')
  .implement({
    fields: (t) => ({
      image: t.field({
        type: ImageType,
        nullable: true,
        description: 'Null when the image was deleted since.',
        resolve: ({ imageId }, _args, context) => imageOf(context, imageId),
      }),
      product: t.field({
        type: ProductType,
        nullable: true,
        resolve: ({ imageId }, _args, context) => productOf(context, imageId),
      }),
      right: t.field({
        type: 'JSON',
        description: 'Whether it matches the query, by name of what counts as a match.',
        resolve: ({ right }) => right,
      }),
      score: t.exposeFloat('score'),
    }),
  });

const SampleType = builder.objectRef<StoredSample>('EvaluationSample').implement({
  fields: (t) => ({
    product: t.field({
      type: ProductType,
      nullable: true,
      resolve: ({ queryImageId }, _args, context) => productOf(context, queryImageId),
    }),
    query: t.field({
      type: ImageType,
      nullable: true,
      description: 'Null when the image was deleted since.',
      resolve: ({ queryImageId }, _args, context) => imageOf(context, queryImageId),
    }),
    results: t.field({ type: [SampleResultType], resolve: ({ results }) => results }),
    why: t.exposeString('why', {
      description: 'random, or worst: among the queries of many drawn that went worst.',
    }),
  }),
});

builder.node(EvaluationType, {
  id: { resolve: ({ id }) => id },
  loadOne: (id, { services }) => services.evaluation.find(id),
  fields: (t) => ({
    cancelRequested: t.exposeBoolean('cancelRequested'),
    createdAt: t.expose('createdAt', { type: 'DateTime' }),
    error: t.exposeString('error', { nullable: true }),
    errorCode: t.exposeString('errorCode', { nullable: true }),
    finishedAt: t.expose('finishedAt', { type: 'DateTime', nullable: true }),
    metrics: t.field({
      type: 'JSON',
      description: 'Headline figures by name; those of baselines start with their name.',
      resolve: ({ metrics }) => metrics,
    }),
    modelVersion: t.field({
      type: ModelVersionType,
      resolve: async ({ modelVersionId }, _args, context) => {
        const model = await loadModel(context, modelVersionId);
        if (!model) throw notFound('model version', modelVersionId);
        return model;
      },
    }),
    phase: t.exposeString('phase', { nullable: true }),
    report: t.field({
      type: 'JSON',
      nullable: true,
      description:
        'Triplet accuracy by kind with the ROC of distances, and retrieval for every label set, per label and per kind of query; null until it is made.',
      resolve: async ({ id }, _args, context) => {
        const report = await loadReport(context, id);
        if (!report) return null;
        const { samples: _, ...figures } = report;
        return figures;
      },
    }),
    samples: t.field({
      type: [SampleType],
      description: 'Rankings to look at: some random queries, and some that went worst.',
      resolve: async ({ id }, _args, context) => (await loadReport(context, id))?.samples ?? [],
    }),
    split: t.expose('split', { type: SplitType }),
    status: t.expose('status', { type: JobStatusType }),
    tripletSet: t.field({
      type: TripletSetType,
      nullable: true,
      description: 'Null when the set was deleted since.',
      resolve: ({ tripletSetId }, _args, context) =>
        tripletSetId === null ? null : loadTripletSet(context, tripletSetId),
    }),
  }),
});

builder.objectField(ModelVersionType, 'evaluations', (t) =>
  t.field({
    type: [EvaluationType],
    description: 'Newest first.',
    resolve: async ({ id }, _args, context) => (await loadEvaluations(context, id)) ?? [],
  }),
);

builder.queryField('evaluation', (t) =>
  t.field({
    type: EvaluationType,
    nullable: true,
    args: { id: t.arg.id({ required: true }) },
    resolve: (_root, { id }, { services }) => services.evaluation.find(decodeId('Evaluation', id)),
  }),
);

builder.mutationFields((t) => ({
  evaluateModel: t.field({
    type: EvaluationType,
    description:
      'Judges a model version on one split of a triplet set, on products that earlier splits do not show.',
    args: {
      modelVersionId: t.arg.id({ required: true }),
      tripletSetId: t.arg.id({ required: true }),
      split: t.arg({ type: SplitType, defaultValue: 'TEST' }),
    },
    resolve: (_root, args, { services }) =>
      services.evaluation.start({
        model: decodeId('ModelVersion', args.modelVersionId, 'modelVersionId'),
        tripletSetId: decodeId('TripletSet', args.tripletSetId, 'tripletSetId'),
        split: args.split ?? 'TEST',
      }),
  }),
  cancelEvaluation: t.field({
    type: EvaluationType,
    args: { id: t.arg.id({ required: true }) },
    resolve: (_root, { id }, { services }) =>
      services.evaluation.cancel(decodeId('Evaluation', id)),
  }),
}));

builder.subscriptionField('evaluation', (t) =>
  t.field({
    type: EvaluationType,
    args: { id: t.arg.id({ required: true }) },
    subscribe: (_root, { id }, { services, signal }) =>
      watchRow(() => services.evaluation.requireEvaluation(decodeId('Evaluation', id)), signal),
    resolve: (row) => row,
  }),
);
