import type { Readable } from 'node:stream';
import type { ImportIssue } from '../../../../../prisma/client/client.ts';
import type { ServiceDeps } from '../../deps.ts';
import { notFound } from '../../errors.ts';
import type { Fetcher } from '../../fetch/fetcher.ts';
import { createJobRows } from '../../jobs/jobRow.ts';
import {
  type Connection,
  checkFirst,
  connectionOf,
  decodeIdCursor,
  emptyPage,
  encodeCursor,
  type PageRequest,
} from '../../paging.ts';
import { uploadSecret } from '../../uploads/token.ts';
import type { FeedsService } from '../feeds/service.ts';
import type { ImagesService } from '../images/service.ts';
import { type ExecuteOptions, executeImport } from './executeImport.ts';
import type { ImportRun } from './importRun.ts';
import { createIssuesStore } from './issuesStore.ts';
import { checkReportToken, reportCsv, reportPath } from './report.ts';
import { confirmImport, type ImportInput, startImport } from './startImport.ts';
import { createImportsStore, type ImportsStore } from './store.ts';

export type ImportsService = ReturnType<typeof createImportsService>;

interface ImportsDeps extends ServiceDeps {
  readonly feeds: FeedsService;
  readonly images: ImagesService;
  readonly fetcher: Fetcher;
}

/** Imports of feeds into catalogs, and dry runs of them. */
export function createImportsService(given: ImportsDeps) {
  const runs = createImportsStore(given.database);
  const rows = createJobRows(given.database.prisma, 'ImportRun');
  const deps = { ...given, runs };
  const require = (id: string) => requireRun(runs, id);
  const { find, byIds, ofPlans } = runs;
  return {
    ...{ require, find, byIds, ofPlans, ...readIssues(given, runs) },

    /** Newest first. @throws BAD_INPUT, LIMIT_EXCEEDED */
    list: (catalogId: string | undefined, first?: number | null): Promise<ImportRun[]> =>
      runs.list(catalogId, checkFirst(first, 20)),

    /** Checks the request, makes an import run and queues it. @throws BAD_INPUT */
    start: (input: ImportInput): Promise<ImportRun> => startImport(deps, input, false),

    /** Queues a dry run: an import run that writes nothing but what it found. @throws BAD_INPUT */
    plan: (input: ImportInput): Promise<ImportRun> => startImport(deps, input, true),

    /** Queues the import that a dry run showed. @throws NOT_FOUND, BAD_INPUT, CONFLICT */
    confirm: (planId: string, { allowLargeRemoval = false } = {}): Promise<ImportRun> =>
      confirmImport(deps, planId, allowLargeRemoval),

    /** Does the work of a queued run in this process, see executeImport. */
    execute: (id: string, options: ExecuteOptions = {}): Promise<ImportRun> =>
      executeImport(deps, id, options),

    /** A waiting run ends at once, a running one within seconds. One that has ended is left. */
    async cancel(id: string): Promise<ImportRun> {
      await require(id);
      await rows.requestCancel(id);
      return require(id);
    },
  };
}

async function requireRun(runs: ImportsStore, id: string): Promise<ImportRun> {
  const run = await runs.find(id);
  if (!run) throw notFound('import run', id);
  return run;
}

/** Issues of runs, and the reports that list them. */
function readIssues({ database, env, clock }: ImportsDeps, runs: ImportsStore) {
  const issues = createIssuesStore(database);

  /** Counts and issues of a run as CSV. */
  const report = async (id: string): Promise<Readable> => {
    const [run, counts] = await Promise.all([requireRun(runs, id), issues.counts([id])]);
    return reportCsv(run, counts.get(id) ?? 0, issues.pages(id));
  };

  /**
   * One page of the issues of each run, in the order they were found; runs without any are missing.
   * @throws BAD_INPUT, LIMIT_EXCEEDED
   */
  async function issuesOf(
    runIds: readonly string[],
    request: PageRequest,
  ): Promise<Map<string, Connection<ImportIssue>>> {
    const first = checkFirst(request.first, 50);
    const after = decodeIdCursor(request.after, /^\d{1,18}$/) ?? 0;
    const rows = await issues.afterOf(runIds, BigInt(after), first + 1);
    const cursorOf = ({ id }: ImportIssue) => encodeCursor([id.toString()]);
    const byRun = Map.groupBy(rows, ({ importRunId }) => importRunId);
    const page = (of: ImportIssue[]) => connectionOf(of, first, request.after, cursorOf);
    return new Map([...byRun].map(([id, of]) => [id, page(of)]));
  }

  return {
    report,
    issueCounts: issues.counts,

    issuesOf,
    issues: async (runId: string, request: PageRequest): Promise<Connection<ImportIssue>> =>
      (await issuesOf([runId], request)).get(runId) ?? emptyPage(),

    /** Path of the run's report, good for an hour or two. */
    reportUrl: (id: string): string => reportPath(uploadSecret(env), id, clock()),

    /** @throws NOT_FOUND, also when the address was not signed by us or has expired */
    async signedReport(id: string, given: { expires?: string; token?: string }): Promise<Readable> {
      checkReportToken(uploadSecret(env), id, given, clock());
      return report(id);
    },
  };
}
