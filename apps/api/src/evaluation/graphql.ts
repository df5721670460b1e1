import type { Context } from '../context.ts';
import { decodeId } from '../globalIds.ts';
import { builder } from '../graphql/builder.ts';
import { SplitType } from '../graphql/enums.ts';
import { JobType } from '../graphql/job.ts';
import { required } from '../graphql/loaders.ts';
import { MetricValueType } from '../graphql/metric.ts';
import { watchRow } from '../graphql/subscriptions.ts';
import {
  EvaluationType,
  ImageType,
  ModelVersionType,
  ProductType,
  TripletSetType,
} from '../graphql/types.ts';
import { modelFigures } from './modelFigures.ts';
import type { StoredSample } from './storedReport.ts';

/** A product that shows the image; null when there is none any more. */
const productOf = async ({ loaders }: Context, imageId: string) =>
  (await loaders.productsOfImage.load(imageId))[0] ?? null;

const SampleResultType = builder
  .objectRef<StoredSample['results'][number]>('EvaluationSampleResult')
  .implement({
    fields: (t) => ({
      image: t.field({
        type: ImageType,
        nullable: true,
        description: 'Null when the image was deleted since.',
        resolve: ({ imageId }, _args, { loaders }) => loaders.image.load(imageId),
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
      resolve: ({ queryImageId }, _args, { loaders }) => loaders.image.load(queryImageId),
    }),
    results: t.field({ type: [SampleResultType], resolve: ({ results }) => results }),
    why: t.exposeString('why', {
      description: 'random, or worst: among the queries of many drawn that went worst.',
    }),
  }),
});

builder.node(EvaluationType, {
  id: { resolve: ({ id }) => id },
  interfaces: [JobType],
  loadOne: (id, { services }) => services.evaluation.find(id),
  fields: (t) => ({
    metrics: t.field({
      type: [MetricValueType],
      description: 'Headline figures, with those of baselines.',
      resolve: ({ metrics }) => metrics,
    }),
    modelVersion: t.field({
      type: ModelVersionType,
      resolve: ({ modelVersionId }, _args, { loaders }) =>
        required('model version', modelVersionId, loaders.modelVersion.load(modelVersionId)),
    }),
    report: t.field({
      type: 'JSON',
      nullable: true,
      description:
        'Triplet accuracy by kind with the ROC of distances, and retrieval for every label set, per label and per kind of query; null until it is made.',
      resolve: async ({ id }, _args, { loaders }) => {
        const report = await loaders.evaluationReport.load(id);
        if (!report) return null;
        const { samples: _, ...figures } = report;
        return figures;
      },
    }),
    samples: t.field({
      type: [SampleType],
      description: 'Rankings to look at: some random queries, and some that went worst.',
      resolve: async ({ id }, _args, { loaders }) =>
        (await loaders.evaluationReport.load(id))?.samples ?? [],
    }),
    split: t.expose('split', { type: SplitType }),
    tripletSet: t.field({
      type: TripletSetType,
      nullable: true,
      description: 'Null when the set was deleted since.',
      resolve: ({ tripletSetId }, _args, { loaders }) =>
        tripletSetId === null ? null : loaders.tripletSet.load(tripletSetId),
    }),
  }),
});

builder.objectFields(ModelVersionType, (t) => ({
  evaluations: t.field({
    type: [EvaluationType],
    description: 'Newest first.',
    resolve: ({ id }, _args, { loaders }) => loaders.evaluationsOfModel.load(id),
  }),
  metrics: t.field({
    type: [MetricValueType],
    description:
      'Headline figures of its evaluations, newest first, then those of its checkpoint on the validation split.',
    resolve: async (model, _args, { loaders }) => {
      const { id, trainingRunId } = model;
      const [evaluations, run] = await Promise.all([
        loaders.evaluationsOfModel.load(id),
        trainingRunId === null ? null : loaders.trainingRun.load(trainingRunId),
      ]);
      return modelFigures(model, run, evaluations);
    },
  }),
}));

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
