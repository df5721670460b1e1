import type { EmbedRun } from '../../../../../prisma/client/client.ts';
import type { Database } from '../../database/database.ts';
import type { Claim } from '../../jobs/jobRow.ts';

export type EmbedRunsStore = ReturnType<typeof createEmbedRunsStore>;

/** Rows of embedding runs; how they are claimed and end is in jobs/jobRow.ts. */
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

    /** Images that the last pass that went through could not read. */
    async lastFailures(modelVersionId: string): Promise<number> {
      const last = await prisma.embedRun.findFirst({
        where: { modelVersionId, status: 'SUCCEEDED' },
        orderBy: { createdAt: 'desc' },
        select: { failed: true },
      });
      return last?.failed ?? 0;
    },

    askToPromote: (id: string): Promise<EmbedRun> =>
      prisma.embedRun.update({ where: { id }, data: { promote: true } }),

    /** Does nothing once the claim is void. */
    async countFailed({ id, token }: Claim, failed: number): Promise<void> {
      await prisma.embedRun.updateMany({ where: { id, claimedBy: token }, data: { failed } });
    },
  };
}
