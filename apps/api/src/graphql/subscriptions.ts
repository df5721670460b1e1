import { setTimeout as delay } from 'node:timers/promises';
import { hasEnded } from '../jobs/jobRow.ts';

const POLL_MS = 1_000;

/**
 * Yields a row at once and again each time that it has changed, until it ends or the caller goes.
 * Reads once a second: this asks nothing of the database but a look-up by key, and works over any
 * number of processes.
 * @param read the row as it is now; throws NOT_FOUND when there is none
 */
export async function* watchRow<Row extends { status: string }>(
  read: () => Promise<Row>,
  signal: AbortSignal,
  pollMs: number = POLL_MS,
): AsyncGenerator<Row> {
  let seen = '';
  while (!signal.aborted) {
    const row = await read();
    const now = JSON.stringify(row, bigintAsText);
    if (now !== seen) yield row;
    seen = now;
    if (hasEnded(row)) return;
    await delay(pollMs, undefined, { signal }).catch(() => undefined);
  }
}

function bigintAsText(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? value.toString() : value;
}
