import type { Checkpoint } from '../../../../prisma/client/client.ts';
import { decodeId } from '../globalIds.ts';
import { builder } from '../graphql/builder.ts';
import { connectionType } from '../graphql/connections.ts';
import { CheckpointKindType, SplitType } from '../graphql/enums.ts';
import { JobType } from '../graphql/job.ts';
import { required } from '../graphql/loaders.ts';
import { MetricType, MetricValueType } from '../graphql/metric.ts';
import { watchRow } from '../graphql/subscriptions.ts';
import { ModelVersionType, TrainingRunType, TripletSetType } from '../graphql/types.ts';
import { checkFirst, connectionOf, decodeCursor, encodeCursor } from '../paging.ts';
import { TrainingConfigInput, TrainingConfigType } from './graphqlConfig.ts';
import type { MetricPoint, MetricSeries } from './readMetrics.ts';

const MetricPointType = builder.objectRef<MetricPoint>('MetricPoint').implement({
  fields: (t) => ({
    step: t.exposeInt('step'),
    epoch: t.exposeInt('epoch'),
    value: t.exposeFloat('value'),
    at: t.expose('at', { type: 'DateTime' }),
  }),
});

const MetricSeriesType = builder.objectRef<MetricSeries>('MetricSeries').implement({
  fields: (t) => ({
    metric: t.field({ type: MetricType, resolve: ({ metric }) => metric }),
    points: t.field({ type: [MetricPointType], resolve: (series) => series.points }),
  }),
});

const CheckpointType = builder.objectRef<Checkpoint>('Checkpoint').implement({
  fields: (t) => ({
    kind: t.expose('kind', { type: CheckpointKindType }),
    step: t.exposeInt('step'),
    metrics: t.field({
      type: [MetricValueType],
      description: 'On the validation split.',
      resolve: ({ id }, _args, { loaders }) => loaders.metricsOfCheckpoint.load(id),
    }),
    updatedAt: t.expose('updatedAt', { type: 'DateTime' }),
  }),
});

builder.node(TrainingRunType, {
  id: { resolve: (run) => run.id },
  interfaces: [JobType],
  loadOne: (id, { loaders }) => loaders.trainingRun.load(id),
  fields: (t) => ({
    name: t.exposeString('name'),
    config: t.field({ type: TrainingConfigType, resolve: ({ config }) => config }),
    seed: t.exposeInt('seed'),
    backend: t.exposeString('backend', { nullable: true }),
    dataFingerprint: t.exposeString('dataFingerprint', { nullable: true }),
    step: t.exposeInt('step'),
    totalSteps: t.exposeInt('totalSteps', { nullable: true }),
    epoch: t.exposeInt('epoch'),
    totalEpochs: t.exposeInt('totalEpochs'),
    warning: t.exposeString('warning', {
      nullable: true,
      description: 'What looks wrong while the run goes on, e.g. embeddings that fall together.',
    }),
    tripletSet: t.field({
      type: TripletSetType,
      resolve: ({ tripletSetId }, _args, { loaders }) =>
        required('triplet set', tripletSetId, loaders.tripletSet.load(tripletSetId)),
    }),
    modelVersion: t.field({
      type: ModelVersionType,
      nullable: true,
      resolve: ({ id }, _args, { loaders }) => loaders.modelOfTrainingRun.load(id),
    }),
    checkpoints: t.field({
      type: [CheckpointType],
      resolve: ({ id }, _args, { loaders }) => loaders.checkpointsOfRun.load(id),
    }),
    summary: t.field({
      type: [MetricValueType],
      description:
        'The last value of every metric, and beside it the one of the BEST checkpoint where that is another.',
      resolve: ({ id }, _args, { loaders }) => loaders.lastMetricsOfRun.load(id),
    }),
    metrics: t.field({
      type: [MetricSeriesType],
      description: 'Points of one curve, thinned evenly on the server to at most `points`.',
      args: {
        names: t.arg.stringList({ description: 'Names of metrics, whatever k and labels.' }),
        split: t.arg({ type: SplitType }),
        points: t.arg.int({ defaultValue: 400 }),
      },
      resolve: ({ id }, { names, split, points }, { loaders }) =>
        loaders.metricsOfRun.load(id, { names, split, points: points ?? 400 }),
    }),
  }),
});

const TrainingRunConnection = connectionType('TrainingRun', TrainingRunType);

builder.queryFields((t) => ({
  trainingRun: t.field({
    type: TrainingRunType,
    nullable: true,
    args: { id: t.arg.id({ required: true }) },
    resolve: (_root, { id }, { loaders }) => loaders.trainingRun.load(decodeId('TrainingRun', id)),
  }),
  trainingRuns: t.field({
    type: TrainingRunConnection,
    args: { first: t.arg.int({ defaultValue: 20 }), after: t.arg.string() },
    resolve: async (_root, args, { services }) => {
      const first = checkFirst(args.first, 20);
      const [after] = decodeCursor(args.after, 1) ?? [];
      const rows = await services.training.page({
        first,
        after: after === undefined ? undefined : decodeId('TrainingRun', String(after), 'after'),
      });
      return connectionOf(rows, first, args.after, (run) => encodeCursor([run.id]));
    },
  }),
}));

const StartTrainingInput = builder.inputType('StartTrainingInput', {
  fields: (t) => ({
    tripletSetId: t.id({ required: true }),
    name: t.string(),
    configuration: t.string({
      description: 'Name of a configuration to start from; see trainingDefaults.',
    }),
    config: t.field({
      type: TrainingConfigInput,
      description: 'Fields that differ from it, or from the default configuration.',
    }),
  }),
});

builder.mutationFields((t) => ({
  startTraining: t.field({
    type: TrainingRunType,
    args: { input: t.arg({ type: StartTrainingInput, required: true }) },
    resolve: (_root, { input }, { services }) =>
      services.training.start({
        ...input,
        tripletSetId: decodeId('TripletSet', input.tripletSetId, 'tripletSetId'),
      }),
  }),
  cancelTraining: t.field({
    type: TrainingRunType,
    description: 'Asks the run to stop: it finishes its step and writes a checkpoint.',
    args: { id: t.arg.id({ required: true }) },
    resolve: (_root, { id }, { services }) => services.training.cancel(decodeId('TrainingRun', id)),
  }),
  resumeTraining: t.field({
    type: TrainingRunType,
    description: 'Continues a cancelled or failed run from its latest checkpoint.',
    args: { id: t.arg.id({ required: true }) },
    resolve: (_root, { id }, { services }) => services.training.resume(decodeId('TrainingRun', id)),
  }),
}));

builder.subscriptionFields((t) => ({
  trainingRun: t.field({
    type: TrainingRunType,
    args: { id: t.arg.id({ required: true }) },
    subscribe: (_root, args, { services, signal }) => {
      const id = decodeId('TrainingRun', args.id);
      return watchRow(() => services.training.requireRun(id), signal);
    },
    resolve: (run) => run,
  }),
}));
