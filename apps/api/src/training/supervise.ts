import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { TrainingRun } from '../../../../prisma/client/client.ts';
import type { Env } from '../env.ts';
import type { Logger } from '../logger.ts';
import type { FromChild, RunEvent, StopAs, ToChild } from './protocol.ts';
import { Silence } from './silence.ts';
import type { RunEnd, TrainingStore } from './store.ts';

const CHILD = fileURLToPath(new URL('./child.ts', import.meta.url));

/** How often the run's row says that its process lives. */
export const HEARTBEAT_MS = 3_000;
/** A run without a heartbeat for so long has lost its process. */
export const SILENT_MS = 30_000;
/** After a wish to stop, the current step may take this long, then the process is killed. */
const GRACE_MS = 120_000;
const KEPT_LINES = 30;

export interface SuperviseDeps {
  env: Env;
  store: TrainingStore;
  logger: Logger;
  clock: () => Date;
}

export interface SuperviseOptions {
  signal?: AbortSignal | undefined;
  /** What an abort means: the run is given up, or another process shall take it up. */
  onAbort?: StopAs | undefined;
  onEvent?: ((event: RunEvent) => void) | undefined;
  /** Time that a stopping process is given; shorter in tests. */
  graceMs?: number;
}

interface Exit {
  code: number | null;
  signal: NodeJS.Signals | null;
}

/** Runs a claimed run in a process of its own and sees to it that the row says how it ended. */
export async function superviseRun(
  deps: SuperviseDeps,
  run: TrainingRun,
  options: SuperviseOptions,
): Promise<void> {
  const { store, logger, clock } = deps;
  const child = fork(CHILD, { stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
  if (child.pid !== undefined) options.onEvent?.({ type: 'process', pid: child.pid });
  const output = keepOutput(child);
  const stopper = createStopper(child, options.graceMs ?? GRACE_MS);
  const silence = new Silence(clock());
  child.on('message', (message: FromChild) => {
    silence.heard(message, clock());
    if (message.type === 'ready') send(child, { type: 'start', runId: run.id, env: deps.env });
    else options.onEvent?.(message);
  });
  const abort = () => stopper.stop(options.onAbort ?? 'cancel');
  options.signal?.addEventListener('abort', abort, { once: true });
  if (options.signal?.aborted) abort();
  const heart = setInterval(() => {
    // The next step takes a warning back.
    store.heartbeat(run.id, clock(), silence.warning(clock())).then(
      (cancelRequested) => cancelRequested && stopper.stop('cancel'),
      (error: unknown) => logger.warn({ err: error, trainingRunId: run.id }, 'heartbeat failed'),
    );
  }, HEARTBEAT_MS);
  try {
    const exit = await exitOf(child);
    if (exit.code !== 0) {
      logger.error({ trainingRunId: run.id, ...exit, output }, 'the training process broke off');
    }
    // Does nothing where the process itself said how it ended.
    const end = stopper.asked ? brokenOff(stopper.asked) : crashed(exit);
    await store.end(run.id, end, clock());
  } finally {
    clearInterval(heart);
    stopper.done();
    options.signal?.removeEventListener('abort', abort);
  }
}

function exitOf(child: ChildProcess): Promise<Exit> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve({ code, signal }));
  });
}

/** Asks once, then kills. */
function createStopper(child: ChildProcess, graceMs: number) {
  let timer: NodeJS.Timeout | undefined;
  const stopper = {
    asked: undefined as StopAs | undefined,
    stop(as: StopAs) {
      if (stopper.asked !== undefined) return;
      stopper.asked = as;
      send(child, { type: 'stop', as });
      timer = setTimeout(() => child.kill('SIGKILL'), graceMs);
    },
    done() {
      clearTimeout(timer);
    },
  };
  return stopper;
}

function send(child: ChildProcess, message: ToChild): void {
  if (child.connected) child.send(message, () => undefined);
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

function brokenOff(as: StopAs): RunEnd {
  if (as === 'requeue') return { status: 'QUEUED' };
  const error = 'Training was cancelled; its last step took too long to wait for.';
  return { status: 'CANCELLED', errorCode: 'CANCELLED', error };
}

function crashed({ code, signal }: Exit): RunEnd {
  const how = signal ? `was killed (${signal})` : `ended with exit code ${code}`;
  const memory = signal === 'SIGKILL' || code === 134 ? ', perhaps for want of memory' : '';
  const error = `The training process ${how}${memory}. Resume continues from its last checkpoint.`;
  return { status: 'FAILED', errorCode: 'INTERNAL', error };
}
