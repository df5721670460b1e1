import { decodeId } from '../globalIds.ts';
import { builder } from '../graphql/builder.ts';
import { SplitType } from '../graphql/enums.ts';
import { JobType } from '../graphql/job.ts';
import { required } from '../graphql/loaders.ts';
import { MetricValueType } from '../graphql/metric.ts';
import { watchRow } from '../graphql/subscriptions.ts';
import { EvaluationType, ModelVersionType, TripletSetType } from '../graphql/types.ts';
import { EvaluationReportType } from './graphqlReport.ts';
import { SampleType } from './graphqlSample.ts';
import { modelFigures } from './modelFigures.ts';

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
      type: EvaluationReportType,
      nullable: true,
      description: 'Null until it is made.',
      resolve: async (evaluation, _args, { loaders }) => {
        const report = await loaders.evaluationReport.load(evaluation.id);
        return report && { evaluation, report };
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
