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

/** Everything that the overview counts, in one statement. */
export async function countEverything(database: Database): Promise<Counts> {
  const { rows } = await database.pool.query<Record<keyof Counts, number>>(`
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

export interface ActivityRow {
  readonly at: Date;
  readonly kind: 'IMPORT' | 'TRIPLETS' | 'TRAINING' | 'EMBEDDING';
  readonly status: JobStatus;
  readonly id: string;
  readonly title: string;
}

/** What was done last in any stage, newest first. */
export async function latestActivity(database: Database, count: number): Promise<ActivityRow[]> {
  const { rows } = await database.pool.query<ActivityRow>(
    `SELECT at, kind, status, id, title FROM (
       (SELECT COALESCE(run."finishedAt", run."startedAt", run."createdAt") AS at,
          'IMPORT' AS kind, run.status::text AS status, run.id, catalog.name AS title
        FROM "ImportRun" run JOIN "Catalog" catalog ON catalog.id = run."catalogId"
        ORDER BY run."createdAt" DESC LIMIT $1)
       UNION ALL
       (SELECT COALESCE("finishedAt", "createdAt"), 'TRIPLETS', status::text, id,
          name || ' v' || version
        FROM "TripletSet" ORDER BY "createdAt" DESC LIMIT $1)
       UNION ALL
       (SELECT COALESCE("finishedAt", "startedAt", "createdAt"), 'TRAINING', status::text, id, name
        FROM "TrainingRun" ORDER BY "createdAt" DESC LIMIT $1)
       UNION ALL
       (SELECT COALESCE(run."finishedAt", run."startedAt", run."createdAt"), 'EMBEDDING',
          run.status::text, run.id, model.name || ', version ' || model.number
        FROM "EmbedRun" run JOIN "ModelVersion" model ON model.id = run."modelVersionId"
        ORDER BY run."createdAt" DESC LIMIT $1)) AS all_stages
     ORDER BY at DESC, id LIMIT $1`,
    [count],
  );
  return rows;
}
