import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { ServiceDeps } from '../deps.ts';
import { AppError, describeError } from '../errors.ts';
import { HEARTBEAT_MS } from '../jobs/jobRow.ts';
import type { RunningJob } from '../jobs/runJob.ts';
import { createPhaseFollower } from './phaseFollower.ts';
import type { FromChild, RunEvent, ToChild, TrainingOutcome } from './protocol.ts';
import { Silence } from './silence.ts';
import type { TrainingStore } from './store.ts';

const CHILD = fileURLToPath(new URL('./child.ts', import.meta.url));

/** After a wish to stop, the current step may take this long, then the process is killed. */
const GRACE_MS = 120_000;
const KEPT_LINES = 30;

export interface SuperviseDeps extends Pick<ServiceDeps, 'env' | 'logger' | 'clock'> {
  readonly store: Pick<TrainingStore, 'update'>;
}

export interface SuperviseOptions {
  readonly onEvent?: ((event: RunEvent) => void) | undefined;
  /** Time that a stopping process is given; shorter in tests. */
  readonly graceMs?: number | undefined;
}

/**
 * Trains a claimed run in a process of its own, to its end.
 * @throws what ended it early: what the process said, or how it broke off
 */
export async function superviseRun(
  deps: SuperviseDeps,
  running: RunningJob,
  { onEvent, graceMs = GRACE_MS }: SuperviseOptions,
): Promise<void> {
  const child = fork(CHILD, { stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
  if (child.pid !== undefined) onEvent?.({ type: 'process', pid: child.pid });
  const output = keepOutput(child);
  const stopper = createStopper(child, running.signal, graceMs);
  const warner = warnOfSilence(deps, running, child);
  const followPhase = createPhaseFollower(running.progress);
  let outcome: TrainingOutcome | undefined;
  child.on('message', (message: FromChild) => {
    if (message.type === 'ready') {
      send(child, { type: 'start', claim: running.claim, env: deps.env });
    } else if (message.type === 'ended') {
      outcome = message.outcome;
    } else {
      followPhase(message);
      onEvent?.(message);
    }
  });
  try {
    const exit = await exitOf(child);
    if (exit.code !== 0) {
      const { id } = running.claim;
      deps.logger.error({ trainingRunId: id, ...exit, output }, 'the training process broke off');
    }
    requireSuccess(outcome ?? (stopper.isStopping() ? tookTooLong : brokeOff(exit)));
  } finally {
    clearInterval(warner);
    stopper.done();
  }
}

function requireSuccess(outcome: TrainingOutcome): void {
  if (!outcome.ok) throw new AppError(outcome.code, outcome.message);
}

interface Exit {
  code: number | null;
  signal: NodeJS.Signals | null;
}

function exitOf(child: ChildProcess): Promise<Exit> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve({ code, signal }));
  });
}

/** Asks once, then kills; kills at once where another process has the run: this one may not write. */
function createStopper(child: ChildProcess, signal: AbortSignal, graceMs: number) {
  let timer: NodeJS.Timeout | undefined;
  const kill = () => child.kill('SIGKILL');
  const stop = () => {
    send(child, { type: 'stop' });
    const isLost = describeError(signal.reason).code === 'CONFLICT';
    timer = setTimeout(kill, isLost ? 0 : graceMs);
  };
  if (signal.aborted) stop();
  else signal.addEventListener('abort', stop, { once: true });
  return {
    isStopping: () => timer !== undefined,
    done() {
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
    },
  };
}

function send(child: ChildProcess, message: ToChild): void {
  if (child.connected) child.send(message, () => undefined);
}

/** Warns on the run's row when the process has not been heard of; its next step takes that back. */
function warnOfSilence(
  { store, logger, clock }: SuperviseDeps,
  { claim }: RunningJob,
  child: ChildProcess,
): NodeJS.Timeout {
  const silence = new Silence(clock());
  child.on('message', (message: FromChild) => silence.heard(message, clock()));
  return setInterval(() => {
    const warning = silence.warning(clock());
    if (warning === undefined) return;
    store.update(claim, { warning }).catch((error: unknown) => {
      logger.warn({ err: error, trainingRunId: claim.id }, 'a warning was not written');
    });
  }, HEARTBEAT_MS);
}

/** The last lines of the process, for the log if it crashes; libraries chatter otherwise. */
function keepOutput(child: ChildProcess): string[] {
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8');
    stream?.on('data', (text: string) => {
      lines.push(...text.split('\n').filter(Boolean));
      lines.splice(0, Math.max(0, lines.length - KEPT_LINES));
    });
  }
  return lines;
}

const tookTooLong: TrainingOutcome = {
  ok: false,
  code: 'CANCELLED',
  message: 'Training was cancelled; its last step took too long to wait for.',
};

function brokeOff({ code, signal }: Exit): TrainingOutcome {
  const how = signal ? `was killed (${signal})` : `ended with exit code ${code}`;
  const memory = signal === 'SIGKILL' || code === 134 ? ', perhaps for want of memory' : '';
  const message = `The training process ${how}${memory}. Resume continues from its last checkpoint.`;
  return { ok: false, code: 'INTERNAL', message };
}
