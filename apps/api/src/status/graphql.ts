import { builder } from '../graphql/builder.ts';
import { JobStatusType } from '../graphql/enums.ts';
import { ModelVersionType, TrainingRunType } from '../graphql/types.ts';
import { NEXT_STEP_KINDS, type NextStep } from './nextSteps.ts';
import type { Activity, Doctor, SystemStatus } from './service.ts';
import { ACTIVITY_KINDS } from './store.ts';

const NextStepKindType = builder.enumType('NextStepKind', { values: NEXT_STEP_KINDS });

const NextStepType = builder.objectRef<NextStep>('NextStep').implement({
  fields: (t) => ({
    detail: t.exposeString('detail'),
    kind: t.expose('kind', { type: NextStepKindType }),
    title: t.exposeString('title'),
  }),
});

const ActivityType = builder.objectRef<Activity>('Activity').implement({
  fields: (t) => ({
    at: t.expose('at', { type: 'DateTime' }),
    error: t.exposeString('error', {
      nullable: true,
      description: 'Why it did not succeed, or what to know of how it did.',
    }),
    kind: t.expose('kind', {
      type: builder.enumType('ActivityKind', { values: ACTIVITY_KINDS }),
    }),
    status: t.expose('status', { type: JobStatusType }),
    subjectId: t.exposeID('subjectId'),
    title: t.exposeString('title'),
  }),
});

const DoctorType = builder.objectRef<Doctor>('Doctor').implement({
  fields: (t) => ({
    advice: t.stringList({ resolve: (doctor) => [...doctor.advice] }),
    backend: t.exposeString('backend'),
    database: t.exposeString('database'),
    embedded: t.exposeBoolean('embedded'),
    pgvector: t.exposeString('pgvector'),
  }),
});

const SystemStatusType = builder.objectRef<SystemStatus>('SystemStatus').implement({
  fields: (t) => ({
    activity: t.field({
      type: [ActivityType],
      resolve: (_status, _args, { services }) => services.status.activity(),
    }),
    catalogs: t.exposeInt('catalogs'),
    doctor: t.field({
      type: DoctorType,
      resolve: (_status, _args, { services }) => services.status.doctor(),
    }),
    images: t.exposeInt('images'),
    nextSteps: t.field({
      type: [NextStepType],
      description: 'What to do next, in order.',
      resolve: (status) => [...status.nextSteps],
    }),
    productionModel: t.field({
      type: ModelVersionType,
      nullable: true,
      resolve: (status) => status.productionModel,
    }),
    products: t.exposeInt('products'),
    runningTrainingRun: t.field({
      type: TrainingRunType,
      nullable: true,
      resolve: (status) => status.runningTrainingRun,
    }),
    trainingRuns: t.exposeInt('trainingRuns'),
    tripletSets: t.exposeInt('tripletSets'),
    triplets: t.exposeInt('triplets'),
    underWay: t.field({
      type: [ActivityType],
      description:
        'What waits or runs in any stage; dry runs are left out, as they change nothing.',
      resolve: (status) => [...status.underWay],
    }),
  }),
});

builder.queryField('status', (t) =>
  t.field({
    type: SystemStatusType,
    resolve: (_root, _args, { services }) => services.status.overview(),
  }),
);
