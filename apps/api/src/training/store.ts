import type {
  Checkpoint,
  CheckpointKind,
  Prisma,
  PrismaClient,
} from '../../../../prisma/client/client.ts';
import type { Database } from '../database/database.ts';
import { AppError } from '../errors.ts';
import type { Claim } from '../jobs/jobRow.ts';
import { createMetricStore } from './storeMetrics.ts';
import { type TrainingRun, trainingRunOf } from './trainingRun.ts';

export type NewTrainingRun = Pick<
  TrainingRun,
  'name' | 'tripletSetId' | 'config' | 'seed' | 'totalEpochs'
>;

/** What a run says of itself while it trains. */
export type RunFacts = Pick<
  Prisma.TrainingRunUncheckedUpdateManyInput,
  'backend' | 'dataFingerprint' | 'step' | 'totalSteps' | 'epoch' | 'totalEpochs' | 'warning'
>;

export interface NewCheckpoint {
  kind: CheckpointKind;
  step: number;
  /** Directory relative to the data directory. */
  path: string;
}

export type TrainingStore = ReturnType<typeof createTrainingStore>;

/** Training runs and their checkpoints by Prisma, their metrics, of which there are many, by SQL. */
export function createTrainingStore({ prisma, pool }: Pick<Database, 'prisma' | 'pool'>) {
  return {
    ...createMetricStore(pool),
    ...createRunStore(prisma),
    ...createCheckpointStore(prisma),
  };
}

function createRunStore(prisma: PrismaClient) {
  const runs = prisma.trainingRun;
  const one = async (query: Prisma.TrainingRunFindFirstArgs): Promise<TrainingRun | null> => {
    const row = await runs.findFirst(query);
    return row && trainingRunOf(row);
  };
  return {
    async createRun(run: NewTrainingRun): Promise<TrainingRun> {
      return trainingRunOf(await runs.create({ data: run }));
    },

    findRun: (id: string) => one({ where: { id } }),

    /** The newest of that name. */
    findRunByName: (name: string) => one({ where: { name }, orderBy: { id: 'desc' } }),

    /** The run under way, or the one that waits longest. */
    findUnfinishedRun: () =>
      one({
        where: { status: { in: ['RUNNING', 'QUEUED'] } },
        // RUNNING sorts after QUEUED: the enum's order is the life of a job.
        orderBy: [{ status: 'desc' }, { createdAt: 'asc' }],
      }),

    async runsByIds(ids: readonly string[]): Promise<Map<string, TrainingRun>> {
      const rows = await runs.findMany({ where: { id: { in: [...ids] } } });
      return new Map(rows.map((row) => [row.id, trainingRunOf(row)]));
    },

    countRunsNamed(prefix: string): Promise<number> {
      return runs.count({ where: { name: { startsWith: prefix } } });
    },

    /** Newest first; ids are made in order of time. */
    async pageOfRuns(after: string | undefined, limit: number): Promise<TrainingRun[]> {
      const where = after === undefined ? {} : { id: { lt: after } };
      const rows = await runs.findMany({ where, orderBy: { id: 'desc' }, take: limit });
      return rows.map(trainingRunOf);
    },

    /** Writes what the training process finds out. @throws CONFLICT when the claim is void */
    async update({ id, token }: Claim, facts: RunFacts): Promise<void> {
      const where = { id, claimedBy: token, status: 'RUNNING' } as const;
      const { count } = await runs.updateMany({ where, data: facts });
      if (count > 0) return;
      throw new AppError('CONFLICT', 'This process does not have the run any more.', { id });
    },
  };
}

function createCheckpointStore({ checkpoint: checkpoints }: PrismaClient) {
  return {
    /** Replaces the run's checkpoint of that kind. */
    async saveCheckpoint(trainingRunId: string, { kind, ...data }: NewCheckpoint): Promise<void> {
      await checkpoints.upsert({
        where: { trainingRunId_kind: { trainingRunId, kind } },
        create: { trainingRunId, kind, ...data },
        update: data,
      });
    },

    async checkpointsOf(runIds: readonly string[]): Promise<Map<string, Checkpoint[]>> {
      const rows = await checkpoints.findMany({
        where: { trainingRunId: { in: [...runIds] } },
        orderBy: { kind: 'asc' },
      });
      const byRun = new Map<string, Checkpoint[]>(runIds.map((id) => [id, []]));
      for (const row of rows) byRun.get(row.trainingRunId)?.push(row);
      return byRun;
    },
  };
}
