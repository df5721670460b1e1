import type { Pool } from 'pg';
import type { JobStatus } from '../../../../prisma/client/enums.ts';
import type { Database } from '../database/database.ts';

export interface Counts {
  readonly catalogs: number;
  readonly products: number;
  readonly images: number;
  readonly tripletSets: number;
  readonly triplets: number;
  readonly trainingRuns: number;
  /** Model versions, whether or not they serve. */
  readonly models: number;
  /** Triplet sets that a training may use. */
  readonly usableTripletSets: number;
}

export type StatusStore = ReturnType<typeof createStatusStore>;

/** What no stage knows by itself: figures and a history over all of them. */
export function createStatusStore({ pool }: Pick<Database, 'pool'>) {
  return {
    countEverything: () => countEverything(pool),
    latestActivity: (count: number) => latestActivity(pool, count),
    workUnderWay: () => workUnderWay(pool),
    serverFacts: () => serverFacts(pool),
  };
}

/** Everything that the overview counts, in one statement. */
async function countEverything(pool: Pool): Promise<Counts> {
  const { rows } = await pool.query<Record<keyof Counts, number>>(`
    SELECT
      (SELECT count(*) FROM "Catalog")::int AS catalogs,
      (SELECT count(*) FROM "Product")::int AS products,
      (SELECT count(*) FROM "Image")::int AS images,
      (SELECT count(*) FROM "TripletSet")::int AS "tripletSets",
      (SELECT count(*) FROM "Triplet")::int AS triplets,
      (SELECT count(*) FROM "TrainingRun")::int AS "trainingRuns",
      (SELECT count(*) FROM "ModelVersion")::int AS models,
      (SELECT count(*) FROM "TripletSet" WHERE status = 'SUCCEEDED')::int AS "usableTripletSets"`);
  return rows[0] as Counts;
}

export const ACTIVITY_KINDS = [
  'IMPORT',
  'TRIPLETS',
  'TRAINING',
  'EMBEDDING',
  'EVALUATION',
] as const;

export interface ActivityRow {
  readonly at: Date;
  readonly kind: (typeof ACTIVITY_KINDS)[number];
  readonly status: JobStatus;
  readonly id: string;
  readonly title: string;
  /** Why it did not succeed, or what to know of how it did. */
  readonly error: string | null;
  readonly phase: string | null;
  readonly done: number;
  readonly total: number | null;
  /** Of work with a model version: its id. */
  readonly modelId: string | null;
  readonly dryRun: boolean;
}

/** A table of jobs as `run`, and what its rows are called. */
interface JobsTable {
  readonly kind: ActivityRow['kind'];
  readonly from: string;
  readonly title: string;
  readonly modelId?: string;
  readonly dryRun?: string;
  /** Which of its rows; all when left out. */
  readonly where?: string;
}

const MODEL = '"ModelVersion" model ON model.id = run."modelVersionId"';
const OF_MODEL = { title: `model.name || ', version ' || model.number`, modelId: 'model.id' };
const TABLES: readonly JobsTable[] = [
  {
    kind: 'IMPORT',
    from: '"ImportRun" run JOIN "Catalog" catalog ON catalog.id = run."catalogId"',
    title: `catalog.name || CASE WHEN run."dryRun" THEN ', dry run' ELSE '' END`,
    dryRun: 'run."dryRun"',
    // A dry run that was confirmed is told of by its import.
    where: `NOT EXISTS (SELECT 1 FROM "ImportRun" import WHERE import."planId" = run.id)`,
  },
  { kind: 'TRIPLETS', from: '"TripletSet" run', title: `run.name || ' v' || run.version` },
  { kind: 'TRAINING', from: '"TrainingRun" run', title: 'run.name' },
  { kind: 'EMBEDDING', from: `"EmbedRun" run JOIN ${MODEL}`, ...OF_MODEL },
  { kind: 'EVALUATION', from: `"Evaluation" run JOIN ${MODEL}`, ...OF_MODEL },
];

/** Jobs of all stages, the newest $1 of each that meet the condition on `run`. */
function jobsWhere(condition: string): string {
  return TABLES.map(
    ({ kind, from, title, modelId = 'NULL', dryRun = 'false', where = 'TRUE' }) =>
      `(SELECT COALESCE(run."finishedAt", run."startedAt", run."createdAt") AS at,
          '${kind}' AS kind, run.status::text AS status, run.id, ${title} AS title, run.error,
          run.phase, run.done, run.total, ${modelId}::uuid AS "modelId", ${dryRun} AS "dryRun"
        FROM ${from} WHERE ${where} AND ${condition} ORDER BY run."createdAt" DESC LIMIT $1)`,
  ).join(' UNION ALL ');
}

/** What was done last in any stage, newest first. */
async function latestActivity(pool: Pool, count: number): Promise<ActivityRow[]> {
  const { rows } = await pool.query<ActivityRow>(
    `SELECT * FROM (${jobsWhere('TRUE')}) AS jobs ORDER BY at DESC, id LIMIT $1`,
    [count],
  );
  return rows;
}

/** More than this many at once of one kind are not looked at. */
const MOST_UNDER_WAY = 100;

/** What waits or runs in any stage, but for dry runs: they change nothing. */
async function workUnderWay(pool: Pool): Promise<ActivityRow[]> {
  const open = `run.status IN ('QUEUED', 'RUNNING')`;
  const { rows } = await pool.query<ActivityRow>(
    `SELECT * FROM (${jobsWhere(open)}) AS jobs WHERE NOT "dryRun" ORDER BY at, id`,
    [MOST_UNDER_WAY],
  );
  return rows;
}

export interface ServerFacts {
  /** Of Postgres. */
  readonly version: string;
  readonly images: number;
}

async function serverFacts(pool: Pool): Promise<ServerFacts> {
  const { rows } = await pool.query<ServerFacts>(
    `SELECT current_setting('server_version') AS version,
       (SELECT count(*) FROM "Image")::int AS images`,
  );
  return rows[0] as ServerFacts;
}
