import type { EmbedRun, Prisma } from '../../../../../prisma/client/client.ts';
import type { Database } from '../../database/database.ts';

/** A running pass that has been silent for so long has lost its process. */
export const DEAD_AFTER_MS = 5 * 60 * 1000;

export type EmbedRunsStore = ReturnType<typeof createEmbedRunsStore>;

/** Rows of embedding runs. */
export function createEmbedRunsStore({ prisma }: Pick<Database, 'prisma'>) {
  return {
    create: (modelVersionId: string, promote: boolean): Promise<EmbedRun> =>
      prisma.embedRun.create({ data: { modelVersionId, promote } }),

    find: (id: string): Promise<EmbedRun | null> => prisma.embedRun.findUnique({ where: { id } }),

    /** Newest first. */
    list: (first: number): Promise<EmbedRun[]> =>
      prisma.embedRun.findMany({ orderBy: [{ createdAt: 'desc' }, { id: 'desc' }], take: first }),

    /** The run of this version that has not ended yet. */
    findOpen: (modelVersionId: string): Promise<EmbedRun | null> =>
      prisma.embedRun.findFirst({
        where: { modelVersionId, status: { in: ['QUEUED', 'RUNNING'] } },
        orderBy: { createdAt: 'asc' },
      }),

    /** Runs that wait, or were under way when their worker died. */
    listOpen: (): Promise<EmbedRun[]> =>
      prisma.embedRun.findMany({ where: { status: { in: ['QUEUED', 'RUNNING'] } } }),

    /** The last pass that went through, whose failures a promotion accepts. */
    lastFinished: (modelVersionId: string): Promise<EmbedRun | null> =>
      prisma.embedRun.findFirst({
        where: { modelVersionId, phase: { in: ['promoting', 'done'] } },
        orderBy: { createdAt: 'desc' },
      }),

    update: (id: string, data: Prisma.EmbedRunUncheckedUpdateInput): Promise<EmbedRun> =>
      prisma.embedRun.update({ where: { id }, data }),

    /** Makes this process the one that does the pass; false when it ended or another is at it. */
    async claim(id: string, now: Date): Promise<boolean> {
      const dead = new Date(now.getTime() - DEAD_AFTER_MS);
      const { count } = await prisma.embedRun.updateMany({
        where: {
          id,
          OR: [
            { status: 'QUEUED' },
            { status: 'RUNNING', heartbeatAt: { lt: dead } },
            { status: 'RUNNING', heartbeatAt: null },
          ],
        },
        data: { status: 'RUNNING', heartbeatAt: now, startedAt: now },
      });
      return count > 0;
    },

    async heartbeat(id: string, now: Date): Promise<void> {
      const where = { id, status: 'RUNNING' } as const;
      await prisma.embedRun.updateMany({ where, data: { heartbeatAt: now } });
    },
  };
}
