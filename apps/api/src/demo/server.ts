import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, open } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Env } from '../env.ts';
import { AppError } from '../errors.ts';

const CLI = fileURLToPath(new URL('../cli.ts', import.meta.url));
const START_MS = 90_000;

export interface DemoServer {
  readonly dashboardUrl: string;
  readonly graphqlUrl: string;
  /** Settles when the server has ended, for whatever reason. */
  readonly ended: Promise<unknown>;
  stop(): Promise<void>;
}

/**
 * Starts API, worker and dashboard and waits until they answer; what they log goes to a file.
 * @throws UNAVAILABLE naming the port that is taken, or the log to look at
 */
export async function startServer(env: Env): Promise<DemoServer> {
  await requireFree(env.port, 'PORT');
  await requireFree(env.webPort, 'WEB_PORT');
  await mkdir(env.dataDir, { recursive: true });
  const logPath = join(env.dataDir, 'serve.log');
  const log = await open(logPath, 'w');
  const child = spawn(process.execPath, [CLI, 'serve'], { stdio: ['ignore', log.fd, log.fd] });
  await log.close();
  const ended = once(child, 'exit');
  const dashboardUrl = `http://127.0.0.1:${env.webPort}`;
  const started = Promise.all([answers(`${env.apiUrl}/health`), answers(dashboardUrl)]);
  const early = ended.then(() => {
    throw new AppError('UNAVAILABLE', `The server ended at once: see ${logPath}`);
  });
  early.catch(() => {});
  try {
    await Promise.race([started, early]);
  } catch (error) {
    await stopChild(child);
    throw error;
  }
  const stop = () => stopChild(child);
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  return { dashboardUrl, graphqlUrl: `${env.apiUrl}/graphql`, ended, stop };
}

async function stopChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}

async function answers(url: string): Promise<void> {
  const deadline = Date.now() + START_MS;
  for (;;) {
    const response = await fetch(url).catch(() => null);
    if (response?.ok) return;
    if (Date.now() > deadline) {
      const said = response ? `answers ${response.status}` : 'does not answer';
      throw new AppError('UNAVAILABLE', `${url} ${said} after ${START_MS / 1000} s.`);
    }
    await wait(250);
  }
}

async function requireFree(port: number, variable: string): Promise<void> {
  const probe = createServer();
  const listening = once(probe, 'listening');
  probe.listen(port, '127.0.0.1');
  try {
    await listening;
  } catch (error) {
    const message = `Port ${port} is taken; is the demo running already? Choose another with ${variable}.`;
    throw new AppError('UNAVAILABLE', message, { cause: String(error) });
  }
  probe.close();
}
