import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import { type Env, inheritedEnvironment } from '../env.ts';
import { buildDashboard } from './dashboard.ts';
import { note } from './output.ts';
import { commandEnv, fail } from './runCommand.ts';

const ROOT = fileURLToPath(new URL('../../../..', import.meta.url));
const SIGNALS = ['SIGINT', 'SIGTERM'] as const;
/** After a signal the processes finish what is at hand; a training step may be long. */
const GRACE_MS = 150_000;

interface Part {
  name: string;
  args: string[];
  cwd: string;
}

export function serveCommand(): Command {
  return new Command('serve')
    .description('start the API, the worker and the dashboard')
    .option('--dev', 'run the dashboard unbuilt, with reload')
    .option('--no-web', 'leave the dashboard out')
    .action(async (options: { dev?: boolean; web: boolean }) => {
      try {
        await serve(commandEnv(), options);
      } catch (error) {
        fail(error);
      }
    });
}

async function serve(env: Env, options: { dev?: boolean; web: boolean }): Promise<void> {
  if (options.web && !options.dev) await buildDashboard(env);
  const parts = [
    { name: 'api', args: [join(ROOT, 'apps/api/src/main.ts')], cwd: ROOT },
    { name: 'worker', args: [join(ROOT, 'apps/api/src/worker.ts')], cwd: ROOT },
    ...(options.web ? webParts(env, options.dev ?? false) : []),
  ];
  const children = parts.map((part) => start(part, env));
  note(`API        http://${env.host}:${env.port}/graphql`);
  if (parts.length > 2) note(`Dashboard  http://127.0.0.1:${env.webPort}`);
  let stopping = false;
  const stop = (signal: NodeJS.Signals) => {
    if (stopping) return;
    stopping = true;
    for (const child of children) child.kill(signal);
    setTimeout(() => {
      for (const child of children) child.kill('SIGKILL');
    }, GRACE_MS).unref();
  };
  for (const signal of SIGNALS) process.on(signal, () => stop('SIGTERM'));
  const exits = children.map(async (child, index) => {
    const code = await exitOf(child);
    if (stopping) return 0;
    // One part is not enough: its end ends the others.
    note(`semblance: ${parts[index]?.name} ended with code ${code}`);
    stop('SIGTERM');
    return code === 0 ? 1 : code;
  });
  process.exitCode = Math.max(...(await Promise.all(exits)));
}

/** The dashboard as Next runs it, built or not. */
function webParts(env: Env, dev: boolean): Part[] {
  const cwd = join(ROOT, 'apps/web');
  const next = join(ROOT, 'node_modules/next/dist/bin/next');
  const address = ['--port', String(env.webPort), '--hostname', '127.0.0.1'];
  return [{ name: 'web', args: [next, dev ? 'dev' : 'start', ...address], cwd }];
}

function start({ args, cwd }: Part, env: Env): ChildProcess {
  // The environment is handed on whole; the dashboard learns from it where the API listens.
  const variables = inheritedEnvironment({ API_URL: env.apiUrl });
  return spawn(process.execPath, args, { cwd, stdio: 'inherit', env: variables });
}

function exitOf(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(code ?? (signal ? 1 : 0)));
  });
}
