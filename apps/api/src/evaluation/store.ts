import type { Evaluation, Prisma, Split } from '../../../../prisma/client/client.ts';
import type { Database } from '../database/database.ts';
import type { Figures, StoredReport } from './storedReport.ts';

/** What an evaluation is of. */
export interface EvaluationOf {
  modelVersionId: string;
  tripletSetId: string;
  split: Split;
}

/** An evaluation without its report, which is large. */
export type EvaluationRow = Omit<Evaluation, 'report'>;

/** A running evaluation that has been silent for so long has lost its process. */
export const DEAD_AFTER_MS = 2 * 60 * 1000;

const omit = { report: true } as const;
const OPEN = ['QUEUED', 'RUNNING'] as const;

export type EvaluationStore = ReturnType<typeof createEvaluationStore>;

export function createEvaluationStore({ prisma }: Pick<Database, 'prisma'>) {
  const evaluations = prisma.evaluation;
  return {
    create: (of: EvaluationOf): Promise<EvaluationRow> => evaluations.create({ data: of, omit }),

    find: (id: string): Promise<EvaluationRow | null> =>
      evaluations.findUnique({ where: { id }, omit }),

    /** The one of the same thing that has not ended. */
    findOpen: (of: EvaluationOf): Promise<EvaluationRow | null> =>
      evaluations.findFirst({ where: { ...of, status: { in: [...OPEN] } }, omit }),

    async report(id: string): Promise<StoredReport | null> {
      const row = await evaluations.findUnique({ where: { id }, select: { report: true } });
      return (row?.report ?? null) as StoredReport | null;
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

    open: (): Promise<EvaluationRow[]> =>
      evaluations.findMany({ where: { status: { in: [...OPEN] } }, omit }),

    /** Makes this process the one that does it; false when it has ended or another is at it. */
    async claim(id: string, now: Date): Promise<boolean> {
      const dead = new Date(now.getTime() - DEAD_AFTER_MS);
      const { count } = await evaluations.updateMany({
        where: {
          id,
          OR: [
            { status: 'QUEUED' },
            { status: 'RUNNING', heartbeatAt: { lt: dead } },
            { status: 'RUNNING', heartbeatAt: null },
          ],
        },
        data: { status: 'RUNNING', heartbeatAt: now, errorCode: null, error: null },
      });
      return count > 0;
    },

    update: (id: string, data: Prisma.EvaluationUncheckedUpdateInput): Promise<EvaluationRow> =>
      evaluations.update({ where: { id }, data, omit }),

    /**
     * Writes a report, and its figures into the model's own where it is the test of the run that
     * made the model; an earlier report of the same thing gives way.
     */
    async finish(
      id: string,
      report: StoredReport,
      figures: Figures,
      now: Date,
    ): Promise<EvaluationRow> {
      return prisma.$transaction(async (tx) => {
        const done = await tx.evaluation.update({
          where: { id },
          data: {
            ...{ status: 'SUCCEEDED', phase: null, metrics: figures, finishedAt: now },
            report: report as unknown as Prisma.InputJsonValue,
          },
          omit,
        });
        const { modelVersionId, tripletSetId, split } = done;
        await tx.evaluation.deleteMany({
          where: { modelVersionId, tripletSetId, split, status: 'SUCCEEDED', id: { not: id } },
        });
        const { trainingRun, metrics } = await tx.modelVersion.findUniqueOrThrow({
          where: { id: modelVersionId },
          select: { metrics: true, trainingRun: { select: { tripletSetId: true } } },
        });
        if (split === 'TEST' && trainingRun?.tripletSetId === tripletSetId) {
          const both = { ...(metrics as Prisma.JsonObject), ...figures };
          await tx.modelVersion.update({
            where: { id: modelVersionId },
            data: { metrics: both },
            select: { id: true },
          });
        }
        return done;
      });
    },
  };
}
