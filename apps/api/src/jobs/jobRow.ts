/**
 * The one lifecycle of long work. Every row of these tables has the same columns: it waits, is
 * claimed by one process, says that it lives, and ends. All of it is compare and set in single
 * statements timed by the database's own clock, so that any number of workers on any number of
 * machines agree.
 */
import { randomUUID } from 'node:crypto';
import type { JobStatus, PrismaClient } from '../../../../prisma/client/client.ts';

export type JobTable = 'ImportRun' | 'TripletSet' | 'TrainingRun' | 'EmbedRun' | 'Evaluation';

/** How often a running row is told that its process lives. */
export const HEARTBEAT_MS = 3_000;
/** A running row without a heartbeat for so long has lost its process. */
export const SILENT_MS = 30_000;

/** Statuses in which a row says nothing more. */
const ENDED: ReadonlySet<string> = new Set<JobStatus>(['SUCCEEDED', 'FAILED', 'CANCELLED']);

export function hasEnded({ status }: { readonly status: string }): boolean {
  return ENDED.has(status);
}

/** One process's right to a row. Whoever claims the row after it makes it void. */
export interface Claim {
  readonly id: string;
  readonly token: string;
}

export type Heartbeat =
  /** Go on. */
  | 'ALIVE'
  /** Someone asked the work to stop. */
  | 'CANCEL'
  /** The claim is void: the row was taken over, or has ended. */
  | 'LOST';

export interface JobProgress {
  /** What is being done, in words for people. */
  readonly phase: string;
  readonly done?: number | undefined;
  readonly total?: number | undefined;
}

export type JobEnd =
  /** `note`: what went wrong without spoiling the result; kept in `error`. */
  | { readonly status: 'SUCCEEDED'; readonly note?: string | null }
  | { readonly status: 'FAILED' | 'CANCELLED'; readonly errorCode: string; readonly error: string };

/** A row that runs, as one look at the table saw it. */
export interface SilentRow {
  readonly id: string;
  readonly claimedBy: string | null;
  readonly heartbeatAt: Date | null;
}

/** Prisma, or one of its transactions, so that a row ends together with what it leaves. */
export type JobClient = Pick<PrismaClient, '$queryRawUnsafe'>;

export type JobRows = ReturnType<typeof createJobRows>;

const SILENT = `("heartbeatAt" IS NULL OR
  "heartbeatAt" < clock_timestamp() - interval '${SILENT_MS} milliseconds')`;
const FREED = `"claimedBy" = NULL, "heartbeatAt" = NULL, phase = NULL`;

/** The lifecycle of one table's rows. */
export function createJobRows(client: JobClient, table: JobTable) {
  const statements = statementsOn(client, table);
  return {
    ...working(statements),
    ...leaving(statements),
    ...asking(statements),
    ...lookingAfter(statements),
  };
}

type Statements = ReturnType<typeof statementsOn>;

/** Runs SQL in which `$table` is the table; `$1` and so on are `values`. */
function statementsOn(client: JobClient, table: JobTable) {
  /** Rows that a statement returns; `$1` and so on are `values`. */
  const run = <Row>(sql: string, ...values: unknown[]): Promise<Row[]> =>
    client.$queryRawUnsafe<Row[]>(sql.replaceAll('$table', `"${table}"`), ...values);

  async function changes(sql: string, ...values: unknown[]): Promise<boolean> {
    return (await run(`${sql} RETURNING id`, ...values)).length > 0;
  }
  return { run, changes };
}

/** What the process at work says; without a valid claim nothing is written. */
function working({ run, changes }: Statements) {
  /** @param set further columns, of values from `$3` on */
  async function markAlive(
    { id, token }: Claim,
    set: string,
    ...values: unknown[]
  ): Promise<Heartbeat> {
    const [row] = await run<{ cancelRequested: boolean }>(
      `UPDATE $table SET "heartbeatAt" = clock_timestamp()${set}
       WHERE id = $1::uuid AND "claimedBy" = $2::uuid AND status = 'RUNNING'
       RETURNING "cancelRequested"`,
      id,
      token,
      ...values,
    );
    if (!row) return 'LOST';
    return row.cancelRequested ? 'CANCEL' : 'ALIVE';
  }

  return {
    /**
     * Makes this process the one that does it: a waiting row, or one whose process has died.
     * `startedAt` stays the time of the first claim.
     * @returns null when the row has ended, another process is at it, or there is none
     */
    async claim(id: string): Promise<Claim | null> {
      const token = randomUUID();
      const claimed = await changes(
        `UPDATE $table SET status = 'RUNNING', "claimedBy" = $2::uuid,
           "heartbeatAt" = clock_timestamp(), "startedAt" = coalesce("startedAt", clock_timestamp()),
           "finishedAt" = NULL, "errorCode" = NULL, error = NULL, phase = NULL, done = 0, total = NULL
         WHERE id = $1::uuid AND (status = 'QUEUED' OR (status = 'RUNNING' AND ${SILENT}))`,
        id,
        token,
      );
      return claimed ? { id, token } : null;
    },

    /** Says that the process lives, and hears what is asked of it. */
    heartbeat(claim: Claim): Promise<Heartbeat> {
      return markAlive(claim, '');
    },

    /** Says what is being done and how far it is; a heartbeat too. */
    progress(claim: Claim, { phase, done = 0, total }: JobProgress): Promise<Heartbeat> {
      const set = ', phase = $3, done = $4::int, total = $5::int';
      return markAlive(claim, set, phase, done, total ?? null);
    },
  };
}

/** How the process at work leaves a row; without a valid claim it stays as it is. */
function leaving({ changes }: Statements) {
  return {
    /**
     * Ends a row, with what was last said of its progress, which may not have been written yet.
     * False: the claim is void, and the row stays as it is.
     */
    end({ id, token }: Claim, end: JobEnd, last?: JobProgress): Promise<boolean> {
      const [code, error] =
        end.status === 'SUCCEEDED' ? [null, end.note ?? null] : [end.errorCode, end.error];
      return changes(
        `UPDATE $table SET status = $3::"JobStatus", "errorCode" = $4, error = $5,
           done = coalesce($6::int, done), total = coalesce($7::int, total),
           "finishedAt" = clock_timestamp(), ${FREED}
         WHERE id = $1::uuid AND "claimedBy" = $2::uuid AND status = 'RUNNING'`,
        id,
        token,
        end.status,
        code,
        error,
        last?.done ?? null,
        last?.total ?? null,
      );
    },

    /**
     * Gives a row back, for another process to take up; one that was asked to stop ends instead.
     * False: the claim is void.
     */
    release({ id, token }: Claim): Promise<boolean> {
      return changes(
        `UPDATE $table SET ${WAITS_OR_CANCELLED}
         WHERE id = $1::uuid AND "claimedBy" = $2::uuid AND status = 'RUNNING'`,
        id,
        token,
      );
    },
  };
}

/** What people ask of a row. */
function asking({ changes }: Statements) {
  return {
    /**
     * Asks the work to stop: a waiting row, or one whose process has died, ends at once, a running
     * one when its process hears of it. One that has ended stays as it is. False: nothing to stop.
     */
    requestCancel(id: string): Promise<boolean> {
      const ends = `(status = 'QUEUED' OR ${SILENT})`;
      const when = (then: string, column: string) =>
        `"${column}" = CASE WHEN ${ends} THEN ${then} ELSE "${column}" END`;
      return changes(
        `UPDATE $table SET "cancelRequested" = true, ${when(`'CANCELLED'::"JobStatus"`, 'status')},
           ${when(`'CANCELLED'`, 'errorCode')}, ${when(`'${CANCELLED}'`, 'error')},
           ${when('clock_timestamp()', 'finishedAt')}, ${when('NULL', 'claimedBy')},
           ${when('NULL', 'heartbeatAt')}, ${when('NULL', 'phase')}
         WHERE id = $1::uuid AND status IN ('QUEUED', 'RUNNING')`,
        id,
      );
    },

    /** Puts a row that ended early, or whose process has died, back in the queue. */
    reopen(id: string): Promise<boolean> {
      return changes(
        `UPDATE $table SET status = 'QUEUED', "cancelRequested" = false, "errorCode" = NULL,
           error = NULL, "finishedAt" = NULL, ${FREED}
         WHERE id = $1::uuid
           AND (status IN ('FAILED', 'CANCELLED') OR (status = 'RUNNING' AND ${SILENT}))`,
        id,
      );
    },
  };
}

/** What workers look for: rows that wait, and rows that were left behind. */
function lookingAfter({ run }: Statements) {
  return {
    /** Ids of the rows that wait, oldest first. */
    async waiting(): Promise<string[]> {
      const rows = await run<{ id: string }>(
        `SELECT id FROM $table WHERE status = 'QUEUED' ORDER BY "createdAt", id`,
      );
      return rows.map(({ id }) => id);
    },

    /** Rows that run, of which nothing has been heard for SILENT_MS. */
    silent(): Promise<SilentRow[]> {
      return run<SilentRow>(
        `SELECT id, "claimedBy"::text AS "claimedBy", "heartbeatAt" FROM $table
         WHERE status = 'RUNNING' AND ${SILENT}`,
      );
    },

    /**
     * Puts a silent row back in the queue, if it still is as it was seen; one that was asked to
     * stop ends instead. @returns whether it waits now
     */
    async requeue({ id, claimedBy, heartbeatAt }: SilentRow): Promise<boolean> {
      const [row] = await run<{ status: JobStatus }>(
        `UPDATE $table SET ${WAITS_OR_CANCELLED}
         WHERE id = $1::uuid AND status = 'RUNNING'
           AND "claimedBy" IS NOT DISTINCT FROM $2::uuid
           AND date_trunc('milliseconds', "heartbeatAt") IS NOT DISTINCT FROM $3::timestamptz
         RETURNING status`,
        id,
        claimedBy,
        heartbeatAt,
      );
      return row?.status === 'QUEUED';
    },

    /** How many rows a living process is at. */
    async countActive(): Promise<number> {
      const [row] = await run<{ count: number }>(
        `SELECT count(*)::int AS count FROM $table WHERE status = 'RUNNING' AND NOT ${SILENT}`,
      );
      return row?.count ?? 0;
    },
  };
}

const CANCELLED = 'It was cancelled.';
const unlessCancelled = (column: string, waits: string, cancelled: string) =>
  `"${column}" = CASE WHEN "cancelRequested" THEN ${cancelled} ELSE ${waits} END`;
const WAITS_OR_CANCELLED = [
  unlessCancelled('status', `'QUEUED'::"JobStatus"`, `'CANCELLED'::"JobStatus"`),
  unlessCancelled('errorCode', 'NULL', `'CANCELLED'`),
  unlessCancelled('error', 'NULL', `'${CANCELLED}'`),
  unlessCancelled('finishedAt', 'NULL', 'clock_timestamp()'),
  FREED,
].join(', ');
