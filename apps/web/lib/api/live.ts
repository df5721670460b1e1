'use client';

import { createClient } from 'graphql-sse';
import { useRouter } from 'next/navigation';
import { useEffect, useRef, useState } from 'react';
import { createBatches } from '../batches.ts';
import { isActive } from '../job.ts';
import { request } from './browser.ts';
import type { JobStateFragment, TypedDocumentString } from './generated/graphql';

type Watched = Pick<JobStateFragment, 'id' | 'status'>;
type ById = { id: string };

/** How the row of one kind of job is followed. */
interface Source<Row extends Watched, Update, Poll> {
  updates: TypedDocumentString<Update, ById>;
  poll: TypedDocumentString<Poll, ById>;
  /** Takes the row out of either answer; null when it is gone. */
  pick: (answer: Update | Poll) => Row | null | undefined;
}

const pollMs = 2000;
/** Rows that come faster are shown together: a few a second are all that anyone can read. */
const batchMs = 400;

/**
 * The row of a job, kept up to date while the job is active: by subscription over server-sent
 * events, and by polling from the moment the subscription fails. `source` must be a constant. When
 * the job has ended, the rest of the page is read anew, for it shows what the job did.
 */
export function useLive<Row extends Watched, Update, Poll>(
  initial: Row,
  source: Source<Row, Update, Poll>,
): Row {
  const [live, setLive] = useState(initial);
  // A server refresh brings a newer row; it wins over what was received before.
  const [seen, setSeen] = useState(initial);
  if (seen !== initial) {
    setSeen(initial);
    setLive(initial);
  }
  const active = isActive(live.status);
  const { id } = initial;
  useEffect(() => {
    if (!active) return;
    return watch(id, source, setLive);
  }, [id, active, source]);
  useRefreshAtEnd(active);
  return live;
}

function useRefreshAtEnd(active: boolean): void {
  const router = useRouter();
  const wasActive = useRef(active);
  useEffect(() => {
    if (wasActive.current && !active) router.refresh();
    wasActive.current = active;
  }, [active, router]);
}

function watch<Row extends Watched, Update, Poll>(
  id: string,
  source: Source<Row, Update, Poll>,
  onRow: (row: Row) => void,
): () => void {
  const stop = new AbortController();
  const latest = createBatches(onRow, batchMs);
  const receive = (answer: Update | Poll | null | undefined) => {
    const row = answer && source.pick(answer);
    if (row && !stop.signal.aborted) latest.give(row);
  };
  void follow(id, source, receive, stop.signal);
  return () => {
    stop.abort();
    latest.stop();
  };
}

/** Listens until the stream ends or fails; after that asks every few seconds until aborted. */
async function follow<Row extends Watched, Update, Poll>(
  id: string,
  source: Source<Row, Update, Poll>,
  receive: (answer: Update | Poll | null | undefined) => void,
  signal: AbortSignal,
): Promise<void> {
  await listen(id, source.updates, receive, signal).catch(() => undefined);
  while (!signal.aborted) {
    // The API may be restarting: keep asking, the next answer says more than an error would.
    await request(source.poll, { id }, signal).then(receive, () => undefined);
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
}

async function listen<Update>(
  id: string,
  updates: TypedDocumentString<Update, ById>,
  receive: (answer: Update | null | undefined) => void,
  signal: AbortSignal,
): Promise<void> {
  const client = createClient({ url: '/graphql/stream', retryAttempts: 1 });
  signal.addEventListener('abort', () => client.dispose());
  const events = client.iterate<Update>({ query: updates.toString(), variables: { id } });
  for await (const event of events) {
    if (event.errors?.length) throw new Error(event.errors[0]?.message);
    receive(event.data);
  }
}
