// The embedded Postgres: a process of its own that every entry point of this data directory shares.
// It is started by whoever comes first (see embedded.ts) and leaves some seconds after the last has
// gone.
//   node embedded-server.ts <directory> <preferred port or 0> <idle seconds>
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { PGlite } from '@electric-sql/pglite';
import { vector } from '@electric-sql/pglite-pgvector';
import { PGLiteSocketServer } from '@electric-sql/pglite-socket';
import { batchedPglite } from './batchedPglite.ts';
import { announcePort, releaseLock, takeLock } from './embedded-lock.ts';

const [directory = '.', preferredPort = '0', idleSeconds = '10'] = process.argv.slice(2);
const START_GRACE_SECONDS = 30;

async function listen(db: PGlite, port: number): Promise<PGLiteSocketServer> {
  const server = new PGLiteSocketServer({
    db: batchedPglite(db),
    host: '127.0.0.1',
    port,
    maxConnections: 200,
  });
  await server.start();
  return server;
}

/** Resolves when asked to stop, or when no client has been connected for the idle time. */
async function untilUnused(server: PGLiteSocketServer, stopped: AbortSignal): Promise<void> {
  let lastUsed = Date.now() + START_GRACE_SECONDS * 1000;
  while (!stopped.aborted && Date.now() - lastUsed < Number(idleSeconds) * 1000) {
    await sleep(200, undefined, { signal: stopped }).catch(() => undefined);
    if (server.getStats().activeConnections > 0) lastUsed = Date.now();
  }
}

async function serve(): Promise<void> {
  const stop = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => stop.abort());
  process.on('SIGHUP', () => undefined); // outlives the terminal it was started from
  const db = await PGlite.create({ dataDir: join(directory, 'data'), extensions: { vector } });
  const server = await listen(db, Number(preferredPort)).catch(() => listen(db, 0));
  announcePort(directory, Number(server.getServerConn().split(':').pop()));
  await untilUnused(server, stop.signal);
  await server.stop();
  await db.close();
}

if (takeLock(directory)) {
  try {
    await serve();
  } finally {
    releaseLock(directory);
  }
}
process.exit();
