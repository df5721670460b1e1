import { type Env, EnvError, readEnv } from '../env.ts';
import { describeError } from '../errors.ts';
import { type OpenServices, openServices } from '../services.ts';
import { megabytes, note, seconds } from './output.ts';
import { Progress } from './progress.ts';

export interface CommandContext {
  services: OpenServices;
  /** Fires at Ctrl-C: finish what is at hand and end. */
  signal: AbortSignal;
  progress: Progress;
}

/** The environment of a command: warnings are logged, its ordinary news are not. */
export function commandEnv(): Env {
  const env = readEnv();
  return env.logLevel === 'info' ? { ...env, logLevel: 'warn' } : env;
}

/**
 * Opens the services (without the job queue: the command does its work itself), does the work and
 * closes them. Whatever goes wrong becomes one line, and exit code 1 (130 after Ctrl-C).
 */
export async function runCommand(work: (context: CommandContext) => Promise<void>): Promise<void> {
  const interrupt = new AbortController();
  const progress = new Progress();
  const onInterrupt = () => {
    if (interrupt.signal.aborted) process.exit(130);
    interrupt.abort();
    progress.stop();
    note('stopping; press Ctrl-C again to end at once');
  };
  process.on('SIGINT', onInterrupt);
  process.on('SIGTERM', onInterrupt);
  let services: OpenServices | undefined;
  try {
    services = await openServices(commandEnv(), { jobs: false });
    await work({ services, signal: interrupt.signal, progress });
  } catch (error) {
    progress.stop();
    fail(error);
    if (interrupt.signal.aborted) process.exitCode = 130;
  } finally {
    progress.stop();
    await services?.close();
    process.off('SIGINT', onInterrupt);
    process.off('SIGTERM', onInterrupt);
  }
}

/** Says what went wrong in one line. A stack is shown only for a defect of ours. */
export function fail(error: unknown): void {
  process.exitCode = 1;
  if (error instanceof EnvError) {
    note(`semblance: ${error.message}`);
    return;
  }
  const { code, message, details, expected } = describeError(error);
  const field = typeof details.field === 'string' ? `, field ${details.field}` : '';
  note(`semblance: ${message} (${code}${field})`);
  if (!expected && error instanceof Error && code === 'INTERNAL') note(error.stack ?? '');
}

/** Seconds and the largest resident size of this process, for the end of a long step. */
export function usageSince(startedAt: number, trainingPeak = 0): string {
  const own = megabytes(process.resourceUsage().maxRSS * 1024);
  const training = trainingPeak > 0 ? `, ${megabytes(trainingPeak)} in the training process` : '';
  return `${seconds(performance.now() - startedAt)}, peak memory ${own}${training}`;
}
