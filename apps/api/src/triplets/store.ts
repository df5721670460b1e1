import { Prisma, type TripletSet } from '../../../../prisma/client/client.ts';
import type { Database } from '../database/database.ts';
import type { StoredCounts } from './counts.ts';
import { createRowStore } from './storeRows.ts';

export type { ImageFact, NewTriplet } from './storeRows.ts';

export interface NewTripletSet {
  catalogId: string;
  name: string;
  source: 'IMPORTED' | 'GENERATED';
  recipe: object;
}

/** One row of a source that was not accepted. */
export interface TripletIssue {
  row: number;
  code: string;
  message: string;
}

export type SetEnd =
  | {
      status: 'SUCCEEDED';
      recipe: object;
      counts: StoredCounts;
      issues: TripletIssue[];
      issueCount: number;
    }
  | {
      status: 'FAILED' | 'CANCELLED';
      errorCode: string;
      error: string;
      issues: TripletIssue[];
      issueCount: number;
    };

/** How often a version number is tried again when another maker took it. */
const VERSION_ATTEMPTS = 5;

export type TripletStore = ReturnType<typeof createTripletStore>;

/** Triplet sets and their rows; with storeRows.ts, the only SQL of this stage. */
export function createTripletStore({ prisma, pool }: Pick<Database, 'prisma' | 'pool'>) {
  const sets = prisma.tripletSet;
  return {
    ...createRowStore(pool),

    /** Takes the next version of this name in the catalog. */
    async createSet(set: NewTripletSet): Promise<TripletSet> {
      for (let attempt = 1; ; attempt++) {
        const { catalogId, name } = set;
        const latest = await sets.aggregate({
          where: { catalogId, name },
          _max: { version: true },
        });
        const version = (latest._max.version ?? 0) + 1;
        try {
          return await sets.create({ data: { ...set, recipe: asJson(set.recipe), version } });
        } catch (error) {
          if (!isTaken(error) || attempt === VERSION_ATTEMPTS) throw error;
        }
      }
    },

    findSet(id: string): Promise<TripletSet | null> {
      return sets.findUnique({ where: { id } });
    },

    async setsByIds(ids: readonly string[]): Promise<Map<string, TripletSet>> {
      const rows = await sets.findMany({ where: { id: { in: [...ids] } } });
      return new Map(rows.map((row) => [row.id, row]));
    },

    /** Newest first. */
    listSets(catalogId: string | undefined, limit: number): Promise<TripletSet[]> {
      return sets.findMany({ where: { catalogId }, orderBy: { id: 'desc' }, take: limit });
    },

    /** Newest standing set of this name in any catalog, or the given version of it. */
    findByName(name: string, version: number | undefined): Promise<TripletSet | null> {
      return sets.findFirst({ where: { name, version }, orderBy: { id: 'desc' } });
    },

    /**
     * Takes a waiting set, or one whose maker has not been heard of since. While it is being made,
     * `counts` holds the maker's last sign of life. False: there is nothing to take.
     */
    async claim(id: string, now: Date, silentSince: Date): Promise<boolean> {
      const { rowCount } = await pool.query(
        `UPDATE "TripletSet"
         SET status = 'RUNNING', progress = 0, "errorCode" = NULL, error = NULL,
             "finishedAt" = NULL, counts = jsonb_build_object('aliveAt', $2::text)
         WHERE id = $1 AND (status = 'QUEUED' OR (status = 'RUNNING' AND ${SILENT('$3')}))`,
        [id, now.toISOString(), silentSince],
      );
      return rowCount === 1;
    },

    async heartbeat(id: string, now: Date): Promise<void> {
      const counts = { aliveAt: now.toISOString() };
      await sets.updateMany({ where: { id, status: 'RUNNING' }, data: { counts } });
    },

    /** Sets that wait or have lost their maker. */
    async unfinished(silentSince: Date): Promise<string[]> {
      const { rows } = await pool.query<{ id: string }>(
        `SELECT id FROM "TripletSet"
         WHERE status = 'QUEUED' OR (status = 'RUNNING' AND ${SILENT('$1')}) ORDER BY id`,
        [silentSince],
      );
      return rows.map(({ id }) => id);
    },

    /** Back in the queue: whoever takes it next starts from nothing. */
    async requeue(id: string): Promise<void> {
      await sets.update({ where: { id }, data: { status: 'QUEUED', progress: 0 } });
    },

    async setProgress(id: string, progress: number): Promise<void> {
      await sets.updateMany({ where: { id, status: 'RUNNING' }, data: { progress } });
    },

    async endSet(id: string, end: SetEnd, finishedAt: Date): Promise<TripletSet> {
      const { issues, issueCount, status } = end;
      const result =
        end.status === 'SUCCEEDED'
          ? { progress: 1, recipe: asJson(end.recipe), counts: asJson(end.counts) }
          : { errorCode: end.errorCode, error: end.error, counts: {} };
      const data = { status, finishedAt, issues: asJson(issues), issueCount, ...result };
      return sets.update({ where: { id }, data });
    },
  };
}

const SILENT = (since: string) =>
  `coalesce((counts->>'aliveAt')::timestamptz, 'epoch') < ${since}::timestamptz`;

function asJson(value: object): Prisma.InputJsonValue {
  return value as Prisma.InputJsonValue;
}

/** Prisma's code of a broken unique constraint. */
function isTaken(error: unknown): boolean {
  return error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002';
}
