import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { AppError } from '../errors.ts';
import { isHolderAlive, readLock } from './embedded-lock.ts';

const SERVER = fileURLToPath(new URL('./embedded-server.ts', import.meta.url));
const START_TIMEOUT_MS = 120_000;
const IDLE_SECONDS = 10;

/** This process's stay at the embedded server: while it lasts, the server does too. */
export interface EmbeddedServer {
  readonly url: string;
  leave(): Promise<void>;
}

/**
 * Connects to the embedded Postgres of a data directory, starting its server process if no other
 * entry point has. Should the server die, it is started again at the same address.
 * @param directory holds data/, the lock server.json and server.log
 */
export async function joinEmbeddedServer(directory: string): Promise<EmbeddedServer> {
  mkdirSync(directory, { recursive: true });
  let left = false;
  const watch = (client: pg.Client): pg.Client => {
    client.on('error', () => undefined); // 'end' follows
    client.on('end', () => {
      if (!left) presence = connect(directory).then(watch);
    });
    return client;
  };
  let presence = connect(directory).then(watch);
  const url = urlOf((await presence).port ?? 0);
  return {
    url,
    async leave() {
      left = true;
      // Where the server is being started again, that ends first: what it connects would stay.
      await (await presence).end();
    },
  };
}

/** Tries until the server answers; the connection made is the sign that this entry point is in use. */
async function connect(directory: string): Promise<pg.Client> {
  const deadline = Date.now() + START_TIMEOUT_MS;
  let child: ChildProcess | undefined;
  while (Date.now() < deadline) {
    const holder = readLock(directory);
    if (holder && isHolderAlive(holder)) {
      const client = holder.port === null ? undefined : await tryConnect(holder.port);
      if (client) return client;
    } else if (child === undefined || child.exitCode === 0) {
      child = startServer(directory, holder?.port ?? 0);
    } else if (child.exitCode !== null || child.signalCode !== null) {
      throw startFailed(directory);
    }
    await sleep(30);
  }
  throw startFailed(directory);
}

async function tryConnect(port: number): Promise<pg.Client | undefined> {
  const client = new pg.Client({ connectionString: urlOf(port), connectionTimeoutMillis: 60_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return client;
  } catch {
    return undefined; // It is just going away; the next round starts another.
  }
}

function startServer(directory: string, preferredPort: number): ChildProcess {
  const log = openSync(join(directory, 'server.log'), 'a');
  const args = [SERVER, directory, String(preferredPort), String(IDLE_SECONDS)];
  const child = spawn(process.execPath, args, {
    detached: true,
    stdio: ['ignore', log, log],
    windowsHide: true,
  });
  closeSync(log);
  child.unref();
  return child;
}

const urlOf = (port: number) => `postgresql://postgres@127.0.0.1:${port}/postgres`;

function startFailed(directory: string): AppError {
  const log = join(directory, 'server.log');
  const tail = readFileSync(log, 'utf8').trim().split('\n').slice(-5).join('\n');
  const message = `The embedded database did not start; see ${log}.`;
  return new AppError('UNAVAILABLE', message, { log, tail });
}
