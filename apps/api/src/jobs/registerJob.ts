/** Lets the worker do a table's rows as the queue hands them out, and takes up what was left. */
import type { Logger } from 'pino';
import { describeError } from '../errors.ts';
import type { JobRows, SilentRow } from './jobRow.ts';
import type { Jobs, QueueName } from './queue.ts';

export interface JobRegistration {
  readonly queue: QueueName;
  readonly rows: JobRows;
  readonly logger: Logger;
  readonly concurrency?: number;
  /** Does one row; must leave alone a row that is not to be claimed. See runJob. */
  run(id: string, signal: AbortSignal): Promise<unknown>;
}

/** Two looks this far apart, with no heartbeat between, before a row counts as left behind. */
const LOOK_EVERY_MS = 10_000;

/**
 * Runs rows as they are asked for. Tells the queue again of rows that wait, since it may have
 * forgotten them, and from now on of those whose process has died.
 */
export async function registerJob(jobs: Jobs, registration: JobRegistration): Promise<void> {
  const { queue, rows, logger, concurrency = 1 } = registration;
  await jobs.work(
    queue,
    async ({ id }, { signal }) => {
      try {
        await registration.run(id, signal);
      } catch (error) {
        // The worker stops, not the work: the queue hands it to the next one.
        if (signal.aborted) throw error;
        // The row tells the user; trying again would end in the same way.
        const { code, expected } = describeError(error);
        logger[expected ? 'warn' : 'error']({ queue, id, code, err: error }, 'a job ended early');
      }
    },
    { concurrency },
  );
  for (const id of await rows.waiting()) await jobs.send(queue, { id });
  const look = createLook(rows);
  jobs.every(LOOK_EVERY_MS, async () => {
    for (const id of await look()) await jobs.send(queue, { id });
  });
}

/**
 * Requeues rows that two looks in a row found silent in the same state. One look is not enough: on
 * the embedded database a long statement makes every other wait, heartbeats too, and they are
 * written only after it, perhaps after the look.
 * @returns looks; gives the ids that wait since
 */
export function createLook(rows: JobRows): () => Promise<string[]> {
  let before = new Map<string, string>();
  return async () => {
    const silent = await rows.silent();
    const left = silent.filter((row) => before.get(row.id) === stateOf(row));
    before = new Map(silent.map((row) => [row.id, stateOf(row)]));
    const waiting: string[] = [];
    for (const row of left) if (await rows.requeue(row)) waiting.push(row.id);
    return waiting;
  };
}

const stateOf = ({ claimedBy, heartbeatAt }: SilentRow) =>
  `${claimedBy} ${heartbeatAt?.toISOString()}`;
