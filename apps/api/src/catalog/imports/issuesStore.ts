import type { ImportIssue } from '../../../../../prisma/client/client.ts';
import type { Database } from '../../database/database.ts';

/** Issues that a report reads at a time. */
const PAGE = 1000;

/** Issues of import runs; a batch writes its own, see batchStore.ts. */
export function createIssuesStore({ prisma }: Pick<Database, 'prisma'>) {
  /** In the order they were found. */
  const after = (runId: string, afterId: bigint | undefined, take: number) =>
    prisma.importIssue.findMany({
      where: { importRunId: runId, ...(afterId === undefined ? {} : { id: { gt: afterId } }) },
      orderBy: { id: 'asc' },
      take,
    });

  return {
    /** Of each run at most `take`, in the order they were found. */
    afterOf: (runIds: readonly string[], afterId: bigint, take: number): Promise<ImportIssue[]> =>
      prisma.$queryRaw<ImportIssue[]>`
        SELECT issue.* FROM unnest(${runIds}::uuid[]) AS run (id) CROSS JOIN LATERAL (
          SELECT * FROM "ImportIssue" WHERE "importRunId" = run.id AND id > ${afterId}
          ORDER BY id LIMIT ${take}) AS issue
        ORDER BY issue.id`,

    /** All of a run, page by page, in the order they were found. */
    async *pages(runId: string): AsyncGenerator<ImportIssue[]> {
      for (let last: bigint | undefined; ; ) {
        const page: ImportIssue[] = await after(runId, last, PAGE);
        if (page.length > 0) yield page;
        if (page.length < PAGE) return;
        last = page.at(-1)?.id;
      }
    },

    /** By run; runs without any are missing. */
    async counts(runIds: readonly string[]): Promise<Map<string, number>> {
      const groups = await prisma.importIssue.groupBy({
        by: ['importRunId'],
        where: { importRunId: { in: [...runIds] } },
        _count: true,
      });
      return new Map(groups.map((group) => [group.importRunId, group._count]));
    },
  };
}
