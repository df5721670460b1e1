/** The training process: started by supervise.ts, told one run, gone when the run has ended. */
import { describeError } from '../errors.ts';
import type { Services } from '../services.ts';
import { openServices } from '../services.ts';
import { conductRun } from './conduct.ts';
import type { FromChild, StopAs, ToChild } from './protocol.ts';
import { createTrainingStore, type RunEnd } from './store.ts';

const stopping = new AbortController();
/** Abandoned: without a parent the row is left as it is, for `repair` to find. */
let stopAs: StopAs | 'abandon' = 'cancel';

function stop(as: typeof stopAs): void {
  if (stopping.signal.aborted) return;
  stopAs = as;
  stopping.abort();
}

/** A message to a process that is gone is no loss. */
function tell(message: FromChild): void {
  if (process.connected) process.send?.(message, undefined, undefined, () => undefined);
}

process.on('SIGTERM', () => stop('cancel'));
// Ctrl-C reaches every process of a terminal; the one that started this one decides.
process.on('SIGINT', () => undefined);
// Without a parent nobody keeps the heartbeat: leave a checkpoint for whoever takes the run up.
process.on('disconnect', () => stop('abandon'));
process.on('message', (message: ToChild) => {
  if (message.type === 'stop') stop(message.as);
  else void main(message).then((code) => leave(code));
});
tell({ type: 'ready' });

/** @returns the exit code: 0 when the row says how the run ended */
async function main({ runId, env }: Extract<ToChild, { type: 'start' }>): Promise<number> {
  const services = await openServices(env, { jobs: false });
  try {
    const end = await endOf(services, runId);
    if (end) await createTrainingStore(services.database).end(runId, end, services.clock());
    return 0;
  } finally {
    tell({ type: 'usage', peakBytes: process.resourceUsage().maxRSS * 1024 });
    await services.close();
  }
}

async function endOf(services: Services, runId: string): Promise<RunEnd | null> {
  const { training, triplets, database, logger } = services;
  try {
    const run = await training.requireRun(runId);
    const set = await triplets.requireSet(run.tripletSetId);
    const store = createTrainingStore(database);
    await conductRun({ run, set, store, services, signal: stopping.signal, tell });
    return { status: 'SUCCEEDED' };
  } catch (error) {
    const { code, message, expected } = describeError(error);
    if (code === 'CANCELLED') {
      if (stopAs === 'abandon') return null;
      if (stopAs === 'requeue') return { status: 'QUEUED' };
      return { status: 'CANCELLED', errorCode: code, error: message };
    }
    if (!expected) logger.error({ err: error, trainingRunId: runId }, 'training failed');
    return { status: 'FAILED', errorCode: code, error: message };
  }
}

function leave(code: number): void {
  process.exitCode = code;
  if (process.connected) process.disconnect();
  // Backends keep threads that would hold the process; everything is written by now.
  setTimeout(() => process.exit(code), 500).unref();
}
