import type { Prisma } from '../../../../../prisma/client/client.ts';
import type { ImportPolicy, RemovalPolicy } from '../../../../../prisma/client/enums.ts';
import type { Database } from '../../database/database.ts';
import type { Claim, JobClient } from '../../jobs/jobRow.ts';
import type { MappingOrigin } from '../feeds/chooseMapping.ts';
import type { FeedFormat } from '../feeds/format.ts';
import type { ColumnMapping } from '../feeds/mapping.ts';
import type { RowIssue } from '../feeds/productDraft.ts';
import type { ImportPlan } from './example.ts';
import { COUNTS, type ImportRun, parseImportRun, takenOver } from './importRun.ts';

export interface NewImport {
  /** Name; it is made when it is new. */
  readonly catalog: string;
  readonly source: string;
  readonly address: string | null;
  readonly sourceName: string;
  readonly imageDirectory: string | null;
  readonly mapping: ColumnMapping;
  readonly mappingFrom: MappingOrigin;
  readonly format: FeedFormat;
  readonly encoding: string;
  readonly feedStamp: string;
  readonly policy: ImportPolicy;
  readonly removal: RemovalPolicy;
  readonly allowLargeRemoval: boolean;
  readonly dryRun: boolean;
}

export type ImportsStore = ReturnType<typeof createImportsStore>;

/** Rows of import runs; their lifecycle is jobs/jobRow.ts. */
export function createImportsStore({ prisma }: Pick<Database, 'prisma'>) {
  return {
    ...readRuns(prisma),
    create: (given: NewImport): Promise<ImportRun> => createRun(prisma, given),
    confirm: (plan: ImportRun, allowLargeRemoval: boolean) =>
      confirmPlan(prisma, plan, allowLargeRemoval),

    ...writeClaimed(prisma),
  };
}

/** What the process that has claimed a run notes of it. Each throws CONFLICT on a void claim. */
function writeClaimed(prisma: Database['prisma']) {
  return {
    /** How many rows there are, and issues that are not those of a row on its own. */
    noteSurvey: (claim: Claim, rowsTotal: number, issues: readonly RowIssue[]): Promise<void> =>
      prisma.$transaction(async (tx) => {
        await update(tx, claim, { rowsTotal });
        const data = issues.map((issue) => ({ ...issue, importRunId: claim.id }));
        await tx.importIssue.createMany({ data });
      }),

    /** Back to the first row: what was counted until now is counted again. */
    restart: (claim: Claim, feedStamp: string): Promise<ImportRun> =>
      prisma.$transaction(async (tx) => {
        const zero = Object.fromEntries(COUNTS.map((count) => [count, 0]));
        await update(tx, claim, { ...zero, feedStamp });
        await tx.importIssue.deleteMany({ where: { importRunId: claim.id } });
        return parseImportRun(await tx.importRun.findUniqueOrThrow({ where: { id: claim.id } }));
      }),

    /** What a dry run found beside its counts; `end` ends it in the same transaction. */
    endPlan: (
      claim: Claim,
      { removed, warnings, examples }: ImportPlan,
      end: (client: JobClient) => Promise<void>,
    ): Promise<void> =>
      prisma.$transaction(async (tx) => {
        await update(tx, claim, { removed, warnings: [...warnings], examples: [...examples] });
        await end(tx);
      }),
  };
}

async function update(
  client: Pick<Database['prisma'], 'importRun'>,
  { id, token }: Claim,
  data: Prisma.ImportRunUpdateManyMutationInput,
): Promise<void> {
  const where = { id, claimedBy: token, status: 'RUNNING' } as const;
  const { count } = await client.importRun.updateMany({ where, data });
  if (count === 0) throw takenOver(id);
}

function readRuns(prisma: Database['prisma']) {
  return {
    async find(id: string): Promise<ImportRun | null> {
      const run = await prisma.importRun.findUnique({ where: { id } });
      return run && parseImportRun(run);
    },

    async byIds(ids: readonly string[]): Promise<Map<string, ImportRun>> {
      const runs = await prisma.importRun.findMany({ where: { id: { in: [...ids] } } });
      return new Map(runs.map((run) => [run.id, parseImportRun(run)]));
    },

    /** The imports that were confirmed from these dry runs, by dry run. */
    async ofPlans(planIds: readonly string[]): Promise<Map<string, ImportRun>> {
      const runs = await prisma.importRun.findMany({ where: { planId: { in: [...planIds] } } });
      return new Map(runs.map((run) => [run.planId ?? '', parseImportRun(run)]));
    },

    /** Newest first. */
    async list(catalogId: string | undefined, take: number): Promise<ImportRun[]> {
      const runs = await prisma.importRun.findMany({
        where: catalogId === undefined ? {} : { catalogId },
        orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
        take,
      });
      return runs.map(parseImportRun);
    },
  };
}

async function createRun(
  prisma: Database['prisma'],
  { catalog, ...run }: NewImport,
): Promise<ImportRun> {
  const { id } = await prisma.catalog.upsert({
    where: { name: catalog },
    create: { name: catalog },
    update: {},
  });
  return parseImportRun(await prisma.importRun.create({ data: { ...run, catalogId: id } }));
}

/** The import that a dry run announced; one that was confirmed before is found again. */
async function confirmPlan(
  prisma: Database['prisma'],
  plan: ImportRun,
  allowLargeRemoval: boolean,
): Promise<{ run: ImportRun; isNew: boolean }> {
  const { source, sourceName, address, imageDirectory, feedStamp, catalogId } = plan;
  const { format, encoding, mapping, mappingFrom, policy, removal } = plan;
  const { count } = await prisma.importRun.createMany({
    data: {
      ...{ source, sourceName, address, imageDirectory, feedStamp, catalogId },
      ...{ format, encoding, mapping, mappingFrom, policy, removal },
      allowLargeRemoval: plan.allowLargeRemoval || allowLargeRemoval,
      planId: plan.id,
    },
    skipDuplicates: true,
  });
  const run = await prisma.importRun.findUniqueOrThrow({ where: { planId: plan.id } });
  return { run: parseImportRun(run), isNew: count === 1 };
}
