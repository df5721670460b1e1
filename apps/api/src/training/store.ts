import type {
  Checkpoint,
  CheckpointKind,
  JobStatus,
  Prisma,
  TrainingRun,
} from '../../../../prisma/client/client.ts';
import type { Database } from '../database/database.ts';
import { createMetricStore } from './storeMetrics.ts';

export interface NewTrainingRun {
  name: string;
  tripletSetId: string;
  config: object;
  seed: number;
  totalEpochs: number;
}

/** How a run ended, or why it waits again. */
export type RunEnd =
  | { status: 'SUCCEEDED' }
  | { status: 'FAILED' | 'CANCELLED'; errorCode: string; error: string }
  | { status: 'QUEUED' };

export type TrainingStore = ReturnType<typeof createTrainingStore>;

/** Training runs, their checkpoints and metrics; with storeMetrics.ts, this stage's only SQL. */
export function createTrainingStore({ prisma, pool }: Pick<Database, 'prisma' | 'pool'>) {
  const runs = prisma.trainingRun;
  return {
    ...createMetricStore(pool),

    createRun(run: NewTrainingRun): Promise<TrainingRun> {
      return runs.create({ data: { ...run, config: run.config as Prisma.InputJsonValue } });
    },

    findRun(id: string): Promise<TrainingRun | null> {
      return runs.findUnique({ where: { id } });
    },

    findRunByName(name: string): Promise<TrainingRun | null> {
      return runs.findFirst({ where: { name }, orderBy: { id: 'desc' } });
    },

    async runsByIds(ids: readonly string[]): Promise<Map<string, TrainingRun>> {
      const rows = await runs.findMany({ where: { id: { in: [...ids] } } });
      return new Map(rows.map((row) => [row.id, row]));
    },

    countRunsNamed(prefix: string): Promise<number> {
      return runs.count({ where: { name: { startsWith: prefix } } });
    },

    /** Newest first; ids are made in order of time. */
    pageOfRuns(after: string | undefined, limit: number): Promise<TrainingRun[]> {
      const where = after === undefined ? {} : { id: { lt: after } };
      return runs.findMany({ where, orderBy: { id: 'desc' }, take: limit });
    },

    /** Takes a waiting run for this process. False: another took it, or it does not wait. */
    async claim(id: string, now: Date): Promise<boolean> {
      const { count } = await runs.updateMany({
        where: { id, status: 'QUEUED' },
        data: {
          status: 'RUNNING',
          phase: 'starting',
          startedAt: now,
          heartbeatAt: now,
          finishedAt: null,
          errorCode: null,
          error: null,
        },
      });
      return count === 1;
    },

    /** Says that the run lives; true when it was asked to stop. */
    async heartbeat(id: string, now: Date, warning?: string): Promise<boolean> {
      const [run] = await runs.updateManyAndReturn({
        where: { id, status: 'RUNNING' },
        data: { heartbeatAt: now, ...(warning && { warning }) },
        select: { cancelRequested: true },
      });
      return run?.cancelRequested ?? false;
    },

    async update(id: string, data: Prisma.TrainingRunUncheckedUpdateInput): Promise<void> {
      await runs.updateMany({ where: { id }, data });
    },

    /** Ends a running run; one that has ended already stays as it ended. */
    async end(id: string, end: RunEnd, now: Date): Promise<boolean> {
      const waits = end.status === 'QUEUED';
      const { count } = await runs.updateMany({
        where: { id, status: 'RUNNING' },
        data: {
          ...end,
          phase: waits ? 'waiting for a worker' : null,
          heartbeatAt: null,
          finishedAt: waits ? null : now,
        },
      });
      return count === 1;
    },

    /** Changes the status if it is one of `from`; false if it is not. */
    async move(
      id: string,
      from: JobStatus[],
      data: Prisma.TrainingRunUncheckedUpdateManyInput,
    ): Promise<boolean> {
      const { count } = await runs.updateMany({ where: { id, status: { in: from } }, data });
      return count === 1;
    },

    /** Running rows whose process has not been heard of since. */
    orphans(since: Date): Promise<TrainingRun[]> {
      const silent = [{ heartbeatAt: null }, { heartbeatAt: { lt: since } }];
      return runs.findMany({ where: { status: 'RUNNING', OR: silent } });
    },

    async waitingRuns(): Promise<string[]> {
      const rows = await runs.findMany({ where: { status: 'QUEUED' }, select: { id: true } });
      return rows.map(({ id }) => id);
    },

    async saveCheckpoint(
      trainingRunId: string,
      checkpoint: { kind: CheckpointKind; step: number; path: string; metrics: object },
    ): Promise<void> {
      const { kind, step, path } = checkpoint;
      const data = { step, path, metrics: checkpoint.metrics as Prisma.InputJsonValue };
      await prisma.checkpoint.upsert({
        where: { trainingRunId_kind: { trainingRunId, kind } },
        create: { trainingRunId, kind, ...data },
        update: data,
      });
    },

    async checkpointsOf(runIds: readonly string[]): Promise<Map<string, Checkpoint[]>> {
      const rows = await prisma.checkpoint.findMany({
        where: { trainingRunId: { in: [...runIds] } },
        orderBy: { kind: 'asc' },
      });
      const byRun = new Map<string, Checkpoint[]>(runIds.map((id) => [id, []]));
      for (const row of rows) byRun.get(row.trainingRunId)?.push(row);
      return byRun;
    },
  };
}
