import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { writeDemoCatalog } from '@semblance/demo-catalog';
import { buildDashboard } from '../../apps/api/src/cli/dashboard.ts';
import { readEnv } from '../../apps/api/src/env.ts';
import { stopEmbedded } from '../support/embeddedTemplate.ts';
import { removeFolder } from '../support/removeFolder.ts';

const CLI = fileURLToPath(new URL('../../apps/api/src/cli.ts', import.meta.url));

/** API, worker, dashboard and embedded Postgres, as `semblance serve` starts them. */
export interface RunningSystem {
  readonly dataDir: string;
  readonly dashboardUrl: string;
  readonly csvPath: string;
  readonly imageDirectory: string;
  /** Everything that was logged so far, for a failure message. */
  log(): string;
  stop(): Promise<void>;
}

/** Starts the whole system on free ports over an empty data directory with a drawn catalog. */
export async function startSystem(products: number): Promise<RunningSystem> {
  const dataDir = await mkdtemp(join(tmpdir(), 'semblance-e2e-'));
  const [port, webPort] = [await freePort(), await freePort()];
  const variables = { DATA_DIR: dataDir, PORT: String(port), WEB_PORT: String(webPort) };
  await buildDashboard(readEnv(variables));
  const drawn = await writeDemoCatalog(join(dataDir, 'demo'), {
    seed: 3,
    count: products,
    wildPerProduct: 1,
  });
  await mkdir(join(dataDir, 'logs'), { recursive: true });
  const logPath = join(dataDir, 'logs', 'serve.log');
  const log = openSync(logPath, 'w');
  const child = spawn(process.execPath, [CLI, 'serve'], {
    stdio: ['ignore', log, log],
    env: { ...withoutTestVariables(), ...variables },
  });
  closeSync(log);
  const dashboardUrl = `http://127.0.0.1:${webPort}`;
  await answers(`http://127.0.0.1:${port}/health`, child);
  await answers(dashboardUrl, child);
  return {
    dataDir,
    dashboardUrl,
    csvPath: drawn.csvPath,
    imageDirectory: drawn.imageDirectory,
    log: () => readFileSync(logPath, 'utf8'),
    async stop() {
      child.kill('SIGTERM');
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
      await stopEmbedded(dataDir);
      await removeFolder(dataDir);
    },
  };
}

/** Vitest sets NODE_ENV=test, which is not what a user's server runs under. */
function withoutTestVariables(): NodeJS.ProcessEnv {
  const { NODE_ENV: _test, ...rest } = process.env;
  return { ...rest, NODE_ENV: 'production' };
}

async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}

async function answers(url: string, child: ChildProcess): Promise<void> {
  for (const deadline = Date.now() + 240_000; Date.now() < deadline; await wait(200)) {
    if (child.exitCode !== null) throw new Error(`serve ended with code ${child.exitCode}`);
    const response = await fetch(url).catch(() => null);
    if (response?.ok) return;
  }
  throw new Error(`${url} does not answer`);
}
