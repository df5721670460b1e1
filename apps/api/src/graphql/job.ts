import type {
  EmbedRun,
  Evaluation,
  ImportRun,
  TrainingRun,
  TripletSet,
} from '../../../../prisma/client/client.ts';
import { builder } from './builder.ts';
import { JobStatusType } from './enums.ts';

/** The columns that every long work has; see jobs/jobRow.ts. */
type JobRow = Pick<
  ImportRun & TripletSet & TrainingRun & EmbedRun & Evaluation,
  | 'cancelRequested'
  | 'createdAt'
  | 'done'
  | 'error'
  | 'errorCode'
  | 'finishedAt'
  | 'phase'
  | 'startedAt'
  | 'status'
  | 'total'
>;

/** What all long work tells of itself. A type that implements it has these fields. */
export const JobType = builder.interfaceRef<JobRow>('Job').implement({
  description: 'Long work: it waits, is done by one worker, and ends.',
  interfaces: [builder.nodeInterfaceRef()],
  fields: (t) => ({
    status: t.expose('status', { type: JobStatusType }),
    phase: t.exposeString('phase', {
      nullable: true,
      description: 'What it is doing now, for people.',
    }),
    done: t.exposeInt('done', { description: 'Items of the phase that are done.' }),
    outOf: t.exposeInt('total', {
      nullable: true,
      description: 'Items of the phase; null while that is not known.',
    }),
    cancelRequested: t.exposeBoolean('cancelRequested', {
      description: 'Someone asked it to stop; it ends when its worker hears of it.',
    }),
    errorCode: t.exposeString('errorCode', { nullable: true }),
    error: t.exposeString('error', { nullable: true }),
    createdAt: t.expose('createdAt', { type: 'DateTime' }),
    startedAt: t.expose('startedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was first taken up.',
    }),
    finishedAt: t.expose('finishedAt', { type: 'DateTime', nullable: true }),
  }),
});
