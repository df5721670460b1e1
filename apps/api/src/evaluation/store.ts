import type { Evaluation, Prisma, PrismaClient, Split } from '../../../../prisma/client/client.ts';
import type { Database } from '../database/database.ts';
import type { JobClient } from '../jobs/jobRow.ts';
import { figuresWithBaselines, type StoredReport } from './storedReport.ts';

/** What an evaluation is of. */
export interface EvaluationOf {
  modelVersionId: string;
  tripletSetId: string;
  split: Split;
}

/** An evaluation without its report, which is large. */
export type EvaluationRow = Omit<Evaluation, 'report'>;

const omit = { report: true } as const;
const OPEN = ['QUEUED', 'RUNNING'] as const;

export type EvaluationStore = ReturnType<typeof createEvaluationStore>;

/** Evaluations by Prisma; no SQL. */
export function createEvaluationStore({ prisma }: Pick<Database, 'prisma'>) {
  const evaluations = prisma.evaluation;
  return {
    create: (of: EvaluationOf): Promise<EvaluationRow> => evaluations.create({ data: of, omit }),

    find: (id: string): Promise<EvaluationRow | null> =>
      evaluations.findUnique({ where: { id }, omit }),

    /** The one of the same thing that has not ended. */
    findOpen: (of: EvaluationOf): Promise<EvaluationRow | null> =>
      evaluations.findFirst({ where: { ...of, status: { in: [...OPEN] } }, omit }),

    /** Those that are made, by evaluation. */
    async reports(ids: readonly string[]): Promise<Map<string, StoredReport>> {
      const where = { id: { in: [...ids] } };
      const rows = await evaluations.findMany({ where, select: { id: true, report: true } });
      const made = rows.filter(({ report }) => report !== null);
      return new Map(made.map(({ id, report }) => [id, report as unknown as StoredReport]));
    },

    /** Newest first, by model version. */
    async ofModels(ids: readonly string[]): Promise<Map<string, EvaluationRow[]>> {
      const rows = await evaluations.findMany({
        where: { modelVersionId: { in: [...ids] } },
        orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
        omit,
      });
      const byModel = Map.groupBy(rows, ({ modelVersionId }) => modelVersionId);
      return new Map(ids.map((id) => [id, byModel.get(id) ?? []]));
    },

    /**
     * Writes a report and ends its row in one transaction; an earlier report of the same thing
     * gives way.
     * @param end ends the row within the transaction; what it throws undoes all
     */
    keep: (id: string, report: StoredReport, end: (client: JobClient) => Promise<void>) =>
      prisma.$transaction(async (tx) => {
        await end(tx);
        const done = await tx.evaluation.update({ where: { id }, data: written(report), omit });
        await giveWay(tx, done, report);
        return done;
      }),

    /** An evaluation that has been made already. */
    record: (of: EvaluationOf, report: StoredReport, now: Date): Promise<EvaluationRow> =>
      prisma.$transaction(async (tx) => {
        const ended = { status: 'SUCCEEDED', startedAt: now, finishedAt: now } as const;
        const data = { ...of, ...ended, ...written(report) };
        const done = await tx.evaluation.create({ data, omit });
        await giveWay(tx, done, report);
        return done;
      }),
  };
}

type Writer = Pick<PrismaClient, 'evaluation' | 'modelVersion'>;

function written(report: StoredReport) {
  const metrics = figuresWithBaselines(report);
  return { metrics, report: report as unknown as Prisma.InputJsonValue };
}

/**
 * Earlier reports of the same thing go; the figures are also the model's own where they are of the
 * test of the run that made the model.
 */
async function giveWay(tx: Writer, done: EvaluationRow, report: StoredReport): Promise<void> {
  const { id, modelVersionId, tripletSetId, split } = done;
  const same = { modelVersionId, tripletSetId, split };
  await tx.evaluation.deleteMany({ where: { ...same, status: 'SUCCEEDED', id: { not: id } } });
  const { trainingRun, metrics } = await tx.modelVersion.findUniqueOrThrow({
    where: { id: modelVersionId },
    select: { metrics: true, trainingRun: { select: { tripletSetId: true } } },
  });
  if (split !== 'TEST' || trainingRun?.tripletSetId !== tripletSetId) return;
  const both = { ...(metrics as Prisma.JsonObject), ...figuresWithBaselines(report) };
  const data = { metrics: both };
  await tx.modelVersion.update({ where: { id: modelVersionId }, data, select: { id: true } });
}
