import type { ImportIssue, ImportRun, Prisma } from '../../../../prisma/client/client.ts';
import type { Database } from '../database/database.ts';
import type { ErrorDescription } from '../errors.ts';
import type { ColumnMapping } from './mapping.ts';

/** After this long without a sign of life the process that ran an import is taken for dead. */
export const DEAD_AFTER_MS = 60 * 1000;

export interface NewImport {
  readonly catalog: string;
  readonly source: string;
  readonly imageDirectory: string | null;
  readonly mapping: ColumnMapping;
}

/** Import runs and their issues. */
export function createImportsStore({ prisma }: Pick<Database, 'prisma'>, clock: () => Date) {
  const dead = () => new Date(clock().getTime() - DEAD_AFTER_MS);

  return {
    /** Makes the catalog too, when it is new. */
    async create({ catalog, mapping, ...run }: NewImport): Promise<ImportRun> {
      const { id } = await prisma.catalog.upsert({
        where: { name: catalog },
        create: { name: catalog },
        update: {},
      });
      const data = { ...run, mapping: mapping as unknown as Prisma.InputJsonObject };
      return prisma.importRun.create({ data: { ...data, catalogId: id } });
    },

    find: (id: string): Promise<ImportRun | null> => prisma.importRun.findUnique({ where: { id } }),

    /** Newest first. */
    list: (catalogId: string | undefined, take: number): Promise<ImportRun[]> =>
      prisma.importRun.findMany({
        where: catalogId === undefined ? {} : { catalogId },
        orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
        take,
      }),

    /**
     * Makes this process the one that runs it; null when it ended or another process is at it.
     */
    async claim(id: string): Promise<ImportRun | null> {
      const now = clock();
      const { count } = await prisma.importRun.updateMany({
        where: {
          id,
          OR: [
            { status: 'QUEUED' },
            { status: 'RUNNING', heartbeatAt: { lt: dead() } },
            { status: 'RUNNING', heartbeatAt: null },
          ],
        },
        data: { status: 'RUNNING', heartbeatAt: now },
      });
      if (count === 0) return null;
      await prisma.importRun.updateMany({
        where: { id, startedAt: null },
        data: { startedAt: now },
      });
      return prisma.importRun.findUnique({ where: { id } });
    },

    beat: (id: string): Promise<unknown> =>
      prisma.importRun.updateMany({
        where: { id, status: 'RUNNING' },
        data: { heartbeatAt: clock() },
      }),

    setRowsTotal: (id: string, rowsTotal: number): Promise<unknown> =>
      prisma.importRun.update({ where: { id }, data: { rowsTotal, heartbeatAt: clock() } }),

    end: (
      id: string,
      status: 'SUCCEEDED' | 'FAILED' | 'CANCELLED',
      error?: ErrorDescription,
    ): Promise<ImportRun> =>
      prisma.importRun.update({
        where: { id },
        data: {
          status,
          finishedAt: clock(),
          errorCode: error?.code ?? null,
          error: error?.message ?? null,
        },
      }),

    /** Hands a run back to the queue; what it has read stays read. */
    requeue: (id: string): Promise<ImportRun> =>
      prisma.importRun.update({ where: { id }, data: { status: 'QUEUED', heartbeatAt: null } }),

    /** A waiting run ends at once; a running one is asked to. */
    async requestCancel(id: string): Promise<void> {
      const data = { cancelRequested: true };
      await prisma.importRun.updateMany({ where: { id, status: 'RUNNING' }, data });
      await prisma.importRun.updateMany({
        where: { id, status: 'QUEUED' },
        data: { ...data, status: 'CANCELLED', finishedAt: clock() },
      });
    },

    /** Runs that have not ended, whether or not a process is at them. */
    open: (): Promise<ImportRun[]> =>
      prisma.importRun.findMany({
        where: { status: { in: ['QUEUED', 'RUNNING'] } },
        orderBy: { createdAt: 'asc' },
      }),

    countActive: (): Promise<number> =>
      prisma.importRun.count({ where: { status: 'RUNNING', heartbeatAt: { gte: dead() } } }),

    /** By row, then in the order they were found. */
    issues: (importRunId: string, take: number, afterId?: bigint): Promise<ImportIssue[]> =>
      prisma.importIssue.findMany({
        where: { importRunId, ...(afterId === undefined ? {} : { id: { gt: afterId } }) },
        orderBy: { id: 'asc' },
        take,
      }),

    async issueCounts(ids: readonly string[]): Promise<Map<string, number>> {
      const groups = await prisma.importIssue.groupBy({
        by: ['importRunId'],
        where: { importRunId: { in: [...ids] } },
        _count: true,
      });
      return new Map(groups.map((group) => [group.importRunId, group._count]));
    },
  };
}

export type ImportsStore = ReturnType<typeof createImportsStore>;
