import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { note } from '../cli/output.ts';
import { AppError } from '../errors.ts';

const CLI = fileURLToPath(new URL('../cli.ts', import.meta.url));

/**
 * Runs one command of the command line, as a user would type it, and says which.
 * @throws INTERNAL when it fails; it has said why itself
 */
export async function runStep(command: string, args: readonly string[]): Promise<void> {
  note(`\n$ semblance ${command} ${args.join(' ')}`);
  const child = spawn(process.execPath, [CLI, command, ...args], { stdio: 'inherit' });
  const stop = () => child.kill('SIGTERM');
  process.on('SIGINT', ignore);
  process.on('SIGTERM', stop);
  const code = await new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (status, signal) => resolve(status ?? (signal ? 1 : 0)));
  });
  process.off('SIGINT', ignore);
  process.off('SIGTERM', stop);
  if (code !== 0) throw new AppError('CANCELLED', `The demo ended at: semblance ${command}.`);
}

/** Ctrl-C reaches the command itself, which finishes what is at hand. */
function ignore(): void {}
