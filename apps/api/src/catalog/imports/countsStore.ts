import type { PoolClient } from 'pg';
import type { Claim } from '../../jobs/jobRow.ts';
import { COUNTS, type ImportCounts, takenOver } from './importRun.ts';

const ADD = `UPDATE "ImportRun" SET
     ${COUNTS.map((name, at) => `"${name}" = "${name}" + $${at + 3}`).join(', ')},
     "heartbeatAt" = clock_timestamp()
   WHERE id = $1::uuid AND "claimedBy" = $2::uuid AND status = 'RUNNING'
   RETURNING "cancelRequested"`;

/** Counts of a run, in the transaction that writes what is counted. */
export function createCountsStore(client: PoolClient) {
  return {
    /**
     * Adds to the counts; a heartbeat too.
     * @returns whether the run was asked to stop
     * @throws CONFLICT when the claim is void, so that the transaction is undone
     */
    async add({ id, token }: Claim, counts: Partial<ImportCounts>): Promise<boolean> {
      const added = COUNTS.map((name) => counts[name] ?? 0);
      const { rows } = await client.query<{ cancelRequested: boolean }>(ADD, [id, token, ...added]);
      const [run] = rows;
      if (run) return run.cancelRequested;
      throw takenOver(id);
    },
  };
}
