/** The training process: started by supervise.ts, told one run, gone when the run has ended. */
import { describeError } from '../errors.ts';
import type { Claim } from '../jobs/jobRow.ts';
import type { Services } from '../services.ts';
import { openServices } from '../services.ts';
import { conductRun } from './conduct.ts';
import type { FromChild, ToChild, TrainingOutcome } from './protocol.ts';

const stopping = new AbortController();

/** Resolves when it is on its way; a message to a process that is gone is no loss. */
function tell(message: FromChild): Promise<void> {
  return new Promise((resolve) => {
    if (process.connected) process.send?.(message, undefined, undefined, () => resolve());
    else resolve();
  });
}

process.on('SIGTERM', () => stopping.abort());
// Ctrl-C reaches every process of a terminal; the one that started this one decides.
process.on('SIGINT', () => undefined);
// Without a parent nobody keeps the heartbeat: leave a checkpoint for whoever takes the run up.
process.on('disconnect', () => stopping.abort());
process.on('message', (message: ToChild) => {
  if (message.type === 'stop') stopping.abort();
  else void main(message).then((code) => leave(code));
});
void tell({ type: 'ready' });

/** @returns the exit code: 0 when the parent was told how it ended */
async function main({ claim, env }: Extract<ToChild, { type: 'start' }>): Promise<number> {
  const services = await openServices(env, { jobs: false });
  try {
    await tell({ type: 'ended', outcome: await outcomeOf(services, claim) });
    return 0;
  } finally {
    await tell({ type: 'usage', peakBytes: process.resourceUsage().maxRSS * 1024 });
    await services.close();
  }
}

async function outcomeOf(services: Services, claim: Claim): Promise<TrainingOutcome> {
  try {
    await conductRun({
      claim,
      services,
      signal: stopping.signal,
      tell: (message) => void tell(message),
    });
    return { ok: true };
  } catch (error) {
    const { code, message, expected } = describeError(error);
    if (!expected) services.logger.error({ err: error, id: claim.id }, 'training failed');
    return { ok: false, code, message };
  }
}

function leave(code: number): void {
  process.exitCode = code;
  if (process.connected) process.disconnect();
  // Backends keep threads that would hold the process; everything is written by now.
  setTimeout(() => process.exit(code), 500).unref();
}
