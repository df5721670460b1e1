import type { Figure } from '@semblance/ml';
import type { Evaluation, PrismaClient, Split } from '../../../../prisma/client/client.ts';
import type { Database } from '../database/database.ts';
import type { JobClient } from '../jobs/jobRow.ts';
import { figuresOf, headlinesByBaseline, readFigures, storedFigures } from './figures.ts';
import { readReport, type StoredReport } from './storedReport.ts';

/** What an evaluation is of. */
export interface EvaluationOf {
  modelVersionId: string;
  tripletSetId: string;
  split: Split;
}

/** An evaluation without its report, which is large. */
export interface EvaluationRow extends Omit<Evaluation, 'report' | 'metrics'> {
  metrics: Figure[];
}

const omit = { report: true } as const;
const OPEN = ['QUEUED', 'RUNNING'] as const;

export type EvaluationStore = ReturnType<typeof createEvaluationStore>;

/** Evaluations by Prisma; no SQL. */
export function createEvaluationStore({ prisma }: Pick<Database, 'prisma'>) {
  return { ...readingStore(prisma), ...writingStore(prisma) };
}

function readingStore({ evaluation: evaluations }: PrismaClient) {
  return {
    async find(id: string): Promise<EvaluationRow | null> {
      const row = await evaluations.findUnique({ where: { id }, omit });
      return row && rowOf(row);
    },

    /** The one of the same thing that has not ended. */
    async findOpen(of: EvaluationOf): Promise<EvaluationRow | null> {
      const where = { ...of, status: { in: [...OPEN] } };
      const row = await evaluations.findFirst({ where, omit });
      return row && rowOf(row);
    },

    /** Those that are made, by evaluation. */
    async reports(ids: readonly string[]): Promise<Map<string, StoredReport>> {
      const where = { id: { in: [...ids] } };
      const rows = await evaluations.findMany({ where, select: { id: true, report: true } });
      const made = rows.filter(({ report }) => report !== null);
      return new Map(made.map(({ id, report }) => [id, readReport(report)]));
    },

    /** Newest first, by model version. */
    async ofModels(ids: readonly string[]): Promise<Map<string, EvaluationRow[]>> {
      const rows = await evaluations.findMany({
        where: { modelVersionId: { in: [...ids] } },
        orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
        omit,
      });
      const byModel = Map.groupBy(rows.map(rowOf), ({ modelVersionId }) => modelVersionId);
      return new Map(ids.map((id) => [id, byModel.get(id) ?? []]));
    },
  };
}

function writingStore(prisma: PrismaClient) {
  return {
    create: async (of: EvaluationOf): Promise<EvaluationRow> =>
      rowOf(await prisma.evaluation.create({ data: of, omit })),

    /**
     * Writes a report and ends its row in one transaction; an earlier report of the same thing
     * gives way.
     * @param end ends the row within the transaction; what it throws undoes all
     */
    keep: (
      id: string,
      of: EvaluationOf,
      report: StoredReport,
      end: (client: JobClient) => Promise<void>,
    ): Promise<void> =>
      prisma.$transaction(async (tx) => {
        await end(tx);
        const data = columnsOf(of, report);
        await tx.evaluation.update({ where: { id }, data, select: { id: true } });
        await deleteEarlier(tx, id, of);
      }),

    /** An evaluation that has been made already. */
    record: (of: EvaluationOf, report: StoredReport, now: Date): Promise<EvaluationRow> =>
      prisma.$transaction(async (tx) => {
        const ended = { status: 'SUCCEEDED', startedAt: now, finishedAt: now } as const;
        const data = { ...of, ...ended, ...columnsOf(of, report) };
        const row = await tx.evaluation.create({ data, omit });
        await deleteEarlier(tx, row.id, of);
        return rowOf(row);
      }),
  };
}

function rowOf(row: Omit<Evaluation, 'report'>): EvaluationRow {
  return { ...row, metrics: readFigures(row.metrics) };
}

function columnsOf({ split, tripletSetId }: EvaluationOf, report: StoredReport) {
  // Of no checkpoint: a model version is one.
  const on = { split, checkpoint: null, tripletSet: tripletSetId } as const;
  const figures = headlinesByBaseline(report).flatMap(([baseline, metrics]) =>
    figuresOf(metrics, { ...on, baseline }),
  );
  return { metrics: storedFigures(figures), report };
}

/** A report of the same thing that was made before. */
async function deleteEarlier(
  tx: Pick<PrismaClient, 'evaluation'>,
  id: string,
  of: EvaluationOf,
): Promise<void> {
  await tx.evaluation.deleteMany({ where: { ...of, status: 'SUCCEEDED', id: { not: id } } });
}
