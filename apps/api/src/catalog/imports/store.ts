import type { ImportIssue, ImportRun, Prisma } from '../../../../../prisma/client/client.ts';
import type { ImportPolicy, RemovalPolicy } from '../../../../../prisma/client/enums.ts';
import type { Database } from '../../database/database.ts';
import type { ErrorDescription } from '../../errors.ts';
import type { ColumnMapping } from '../feeds/mapping.ts';
import type { RowIssue } from '../feeds/readProduct.ts';
import type { ImportPlan } from './importFeed.ts';
import { skippedMessage } from './importFeed.ts';
import type { Survey } from './survey.ts';

/** After this long without a sign of life the process that ran an import is taken for dead. */
export const DEAD_AFTER_MS = 60 * 1000;

const ISSUE_PAGE = 1000;

export interface NewImport {
  readonly catalog: string;
  readonly source: string;
  readonly address: string | null;
  readonly imageDirectory: string | null;
  readonly mapping: ColumnMapping;
  readonly format: string;
  readonly encoding: string;
  readonly feedStamp: string;
  readonly policy: ImportPolicy;
  readonly removal: RemovalPolicy;
  readonly allowLargeRemoval: boolean;
  readonly dryRun: boolean;
}

/** What a run leaves as it ends, beside its counts. */
export interface ImportEnd {
  readonly error?: ErrorDescription;
  readonly plan?: ImportPlan;
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

    async ofPlans(planIds: readonly string[]): Promise<Map<string, ImportRun>> {
      const runs = await prisma.importRun.findMany({ where: { planId: { in: [...planIds] } } });
      return new Map(runs.map((run) => [run.planId ?? '', run]));
    },

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

    /** A sign of life. @returns whether the run was asked to stop */
    async beat(id: string): Promise<boolean> {
      const [run] = await prisma.importRun.updateManyAndReturn({
        where: { id, status: 'RUNNING' },
        data: { heartbeatAt: clock() },
        select: { cancelRequested: true },
      });
      return run?.cancelRequested ?? false;
    },

    /**
     * Notes how many rows there are, and what the rows themselves can not tell: issues of a feed
     * that is refused whole, or that nothing is removed.
     */
    async surveyed(run: ImportRun, survey: Survey): Promise<void> {
      const issues = run.rowsRead === 0 ? surveyIssues(run, survey) : [];
      await prisma.importIssue.createMany({
        data: issues.map((issue) => ({ ...issue, importRunId: run.id })),
      });
      const data = { rowsTotal: survey.rows, heartbeatAt: clock() };
      await prisma.importRun.update({ where: { id: run.id }, data });
    },

    async end(
      id: string,
      status: 'SUCCEEDED' | 'FAILED',
      { error, plan }: ImportEnd = {},
    ): Promise<ImportRun> {
      const planned = plan && {
        removed: plan.removed,
        warnings: [...plan.warnings],
        examples: plan.examples as unknown as Prisma.InputJsonArray,
      };
      return prisma.importRun.update({
        where: { id },
        data: {
          status,
          finishedAt: clock(),
          errorCode: error?.code ?? null,
          error: error?.message ?? null,
          ...planned,
        },
      });
    },

    /** Says what stays of an import that was stopped. */
    async endCancelled(id: string): Promise<void> {
      const { rowsRead, rowsTotal, dryRun } = await prisma.importRun.findUniqueOrThrow({
        where: { id },
      });
      const kept = dryRun ? 'nothing was written' : 'what was imported until then stays';
      const error = `Cancelled after ${rowsRead} of ${rowsTotal ?? 'unknown'} rows; ${kept}.`;
      const data = {
        status: 'CANCELLED' as const,
        finishedAt: clock(),
        errorCode: 'CANCELLED',
        error,
      };
      await prisma.importRun.update({ where: { id }, data });
    },

    /** Back to the first row: what was counted until now is counted again. */
    async restart(id: string, feedStamp: string): Promise<ImportRun> {
      const counts = { rowsRead: 0, created: 0, updated: 0, unchanged: 0, failed: 0 };
      const [, run] = await prisma.$transaction([
        prisma.importIssue.deleteMany({ where: { importRunId: id } }),
        prisma.importRun.update({
          where: { id },
          data: { ...counts, removed: 0, imagesStored: 0, feedStamp },
        }),
      ]);
      return run;
    },

    /** The import that a dry run announced; one that was confirmed before is found again. */
    async confirm(
      plan: ImportRun,
      allowLargeRemoval: boolean,
    ): Promise<{ run: ImportRun; isNew: boolean }> {
      const { source, address, imageDirectory, format, encoding, policy, removal, feedStamp } =
        plan;
      const files = { source, address, imageDirectory, feedStamp };
      const same = { ...files, format, encoding, policy, removal };
      const isAllowed = plan.allowLargeRemoval || allowLargeRemoval;
      const data = { ...same, planId: plan.id, catalogId: plan.catalogId };
      const { count } = await prisma.importRun.createMany({
        data: {
          ...data,
          mapping: plan.mapping as Prisma.InputJsonObject,
          allowLargeRemoval: isAllowed,
        },
        skipDuplicates: true,
      });
      const run = await prisma.importRun.findUniqueOrThrow({ where: { planId: plan.id } });
      return { run, isNew: count === 1 };
    },

    async savedMapping(catalog: string, format: string): Promise<ColumnMapping | null> {
      const found = await prisma.feedMapping.findFirst({
        where: { format, catalog: { name: catalog } },
      });
      return (found?.mapping as unknown as ColumnMapping | undefined) ?? null;
    },

    async saveMapping(catalogId: string, format: string, mapping: ColumnMapping): Promise<void> {
      const json = mapping as unknown as Prisma.InputJsonObject;
      await prisma.feedMapping.upsert({
        where: { catalogId_format: { catalogId, format } },
        create: { catalogId, format, mapping: json },
        update: { mapping: json },
      });
    },

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

    /** All of them, page by page, in the order of issues. */
    async *issuePages(importRunId: string): AsyncGenerator<ImportIssue[]> {
      for (let after: bigint | undefined; ; ) {
        const page: ImportIssue[] = await this.issues(importRunId, ISSUE_PAGE, after);
        if (page.length > 0) yield page;
        if (page.length < ISSUE_PAGE) return;
        after = page.at(-1)?.id;
      }
    },

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

function surveyIssues(run: ImportRun, survey: Survey): readonly RowIssue[] {
  if (run.policy === 'REJECT_ALL' && !run.dryRun) return survey.issues;
  const [row] = survey.nameless;
  if (run.removal === 'KEEP' || row === undefined) return [];
  const message = skippedMessage(survey);
  return [{ row, externalId: null, field: null, code: 'REMOVAL_SKIPPED', message }];
}

export type ImportsStore = ReturnType<typeof createImportsStore>;
